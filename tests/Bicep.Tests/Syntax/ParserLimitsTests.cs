using System.Diagnostics;
using Frostline.Bicep.Trials;

namespace Frostline.Bicep.Tests.Syntax;

public sealed class ParserLimitsTests
{
    private const int Many = 100_000;

    [Theory]
    [InlineData("var x = ", "[")]
    [InlineData("var x = ", "(")]
    [InlineData("var x = ", "{a:")]
    [InlineData("var x = a", ".b")]
    [InlineData("var x = a", "[0]")]
    [InlineData("var x = a", "!")]
    [InlineData("var x = a", "::b")]
    [InlineData("var x = 1", " + 1")]
    [InlineData("var x = ", "a ? b : ")]
    [InlineData("var x = ", "f(")]
    [InlineData("var x = ", "a => ")]
    [InlineData("var x = ", "'${")]
    [InlineData("var x = ", "$'''${\n")]
    [InlineData("var x = ", "[for a in ")]
    [InlineData("type x = string", "[]")]
    [InlineData("type x = ", "{a:")]
    [InlineData("type x = ", "a<")]
    [InlineData("resource a 'b' = {\n", "resource a 'b' = {\n")]
    public void Nesting_BeyondTheLimit_IsOneErrorWithAPlace(string before, string repeated)
    {
        var file = Within(TimeSpan.FromMinutes(1), before + string.Concat(Enumerable.Repeat(repeated, Many)));
        file.Diagnostics.Count(found => found.Code == "nesting-too-deep").ShouldBe(1);
        file.Syntax.Depth.ShouldBeLessThan(1200);
    }

    [Theory]
    [InlineData("$")]
    [InlineData("$'")]
    [InlineData("'")]
    [InlineData("#")]
    [InlineData("/*")]
    [InlineData("@a()\n")]
    [InlineData("{\n")]
    [InlineData("var x = [\n")]
    [InlineData("var x = (a,")]
    [InlineData("var x = [a b]\n")]
    [InlineData("\n")]
    [InlineData("// x\n")]
    [InlineData("}")]
    [InlineData("\u0000")]
    public void Nonsense_InAnyAmount_TakesTimeInProportion(string repeated)
    {
        var text = string.Concat(Enumerable.Repeat(repeated, Many));
        var file = Within(TimeSpan.FromMinutes(1), text);
        file.Syntax.ToFullText().ShouldBe(text);
        file.Diagnostics.Count.ShouldBeLessThanOrEqualTo(1000);
    }

    [Fact]
    public void Nesting_AsDeepAsPeopleWrite_IsAllowed()
    {
        BicepFile.Parse("main.bicep", $"var x = {string.Concat(Enumerable.Repeat("{a:[", 50))}1{string.Concat(Enumerable.Repeat("]}", 50))}").Diagnostics.ShouldBeEmpty();
        BicepFile.Parse("main.bicep", $"var x = a{string.Concat(Enumerable.Repeat(" + a", 200))}").Diagnostics.ShouldBeEmpty();
        BicepFile.Parse("main.bicep", $"type x = 1{string.Concat(Enumerable.Repeat(" | 1", Many))}").Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void Variants_OfValidFiles_NeverBreakTheParser()
    {
        var result = ParserTrial.Fuzz(seed: 20261120, count: 100_000, TestContext.Current.CancellationToken);
        result.Failure.ShouldBeNull();
        result.Inputs.ShouldBe(100_000);
    }

    [Fact]
    public void ValidText_OfTheTrial_IsValid() => BicepFile.Parse("main.bicep", ParserTrial.ValidText(50_000)).Diagnostics.ShouldBeEmpty();

    [Fact]
    public void MegabytesPerSecond_IsMeasuredOnAValidFile() => ParserTrial.MegabytesPerSecond(100_000, 2, TestContext.Current.CancellationToken).ShouldBeGreaterThan(0);

    private static BicepFile Within(TimeSpan limit, string text)
    {
        var started = Stopwatch.GetTimestamp();
        var file = BicepFile.Parse("main.bicep", text);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(limit);
        return file;
    }
}
