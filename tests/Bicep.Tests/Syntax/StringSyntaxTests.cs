using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Tests.Syntax;

public sealed class StringSyntaxTests
{
    [Theory]
    [InlineData("''", "")]
    [InlineData("'a'", "a")]
    [InlineData("""'a\'b\\c\$\n\r\t'""", "a'b\\c$\n\r\t")]
    [InlineData("""'\u{1F600}\u{41}'""", "😀A")]
    [InlineData("'$a {b} $'", "$a {b} $")]
    [InlineData("""'\${a}'""", "${a}")]
    [InlineData("''''''", "")]
    [InlineData("'''a'b''c'''", "a'b''c")]
    [InlineData("'''a''''", "a'")]
    [InlineData("""'''a\n${b}'''""", """a\n${b}""")]
    [InlineData("'''\na\n  b\n'''", "a\n  b\n")]
    [InlineData("'''\r\na'''", "a")]
    [InlineData("'''\n\na'''", "\na")]
    [InlineData("$'''a $b'''", "a $b")]
    [InlineData("$$'''a ${b}'''", "a ${b}")]
    public void Text_IsWhatTheQuotesHold(string written, string text) => Parsed(written).Literal.ShouldBe(text);

    [Theory]
    [InlineData("'${a}'", "", "")]
    [InlineData("'x${a}y${b}z'", "x", "y", "z")]
    [InlineData("'x${'y${a}'}z'", "x", "z")]
    [InlineData("'x${ {} }'", "x", "")]
    [InlineData("'x${f('}')}y'", "x", "y")]
    [InlineData("$'''\nx${a}y\n'''", "x", "y\n")]
    [InlineData("$'''x${a}'y'${b}'''", "x", "'y'", "")]
    [InlineData("$$'''x${a}y$${b}z'''", "x${a}y", "z")]
    [InlineData("$$'''x$$${b}'''", "x$", "")]
    public void Segments_AreTheTextAroundTheExpressions(string written, params string[] segments) => Parsed(written, anyDiagnostics: written.Contains("{}")).Segments.ShouldBe(segments);

    [Fact]
    public void IsMultiLine_IsAboutTheQuotes()
    {
        Parsed("'''a'''").IsMultiLine.ShouldBeTrue();
        Parsed("$'''a'''").IsMultiLine.ShouldBeTrue();
        Parsed("'a'").IsMultiLine.ShouldBeFalse();
        Parsed("''").IsMultiLine.ShouldBeFalse();
    }

    private static StringSyntax Parsed(string written, bool anyDiagnostics = false)
    {
        var file = BicepFile.Parse("main.bicep", $"var x = {written}");
        if (!anyDiagnostics) file.Diagnostics.ShouldBeEmpty();
        return ((VariableDeclarationSyntax)file.Syntax.Statements[0]).Value.ShouldBeOfType<StringSyntax>();
    }
}
