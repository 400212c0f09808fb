namespace Frostline.TestRuns.Tests;

public sealed class TrxFileTests
{
    private static TrxFile Sample(string name) => TrxFile.Read(Path.Combine(AppContext.BaseDirectory, "Samples", name));

    [Fact]
    public void Read_KnowsEachOutcome() =>
        Sample("vstest.trx").Tests.Select(test => (test.Name, test.Outcome, test.Duration.TotalMilliseconds)).ShouldBe(
        [
            ("Shop.Tests.Till.Refuses", TrxOutcome.Skipped, 1),
            ("Shop.Tests.Till.Adds(amount: \"2\")", TrxOutcome.Failed, 1250),
            ("Shop.Tests.Till.Opens", TrxOutcome.Passed, 0.5287),
        ]);

    [Fact]
    public void Read_WhenAFrameIsInTheRepository_LocatesTheFirstOfThem() =>
        SourceLocation.FirstIn(Sample("vstest.trx").Tests[1].StackTrace, "/checkout")
            .ShouldBe(new SourceLocation("tests/Shop.Tests/Till.cs", 12));

    [Theory]
    [InlineData("/checkout/src/A.cs", "src/A.cs")]
    [InlineData("/_/src/A.cs", "src/A.cs")]
    [InlineData("/_/artifacts/obj/A.g.cs", null)]
    [InlineData("/elsewhere/A.cs", null)]
    public void RelativePath_IsForFilesOfTheRepository(string path, string? expected) =>
        SourceLocation.RelativePath(path, "/checkout").ShouldBe(expected);

    [Fact]
    public void Read_WhenTheRunItselfFailed_KeepsErrorsButNotWarningsAndFailedTests() =>
        Sample("crashed.trx").Errors.ShouldBe(["[xUnit.net 00:01:00.43] Catastrophic failure: Test process crashed with exit code 134."]);
}
