namespace Frostline.Bicep.Tests.Syntax;

public sealed class PlacementTests
{
    [Theory]
    [InlineData("var x = [for a in b: a]")]
    [InlineData("output x array = [for a in b: a]")]
    [InlineData("module x 'y' = [for a in b: { name: a }]")]
    [InlineData("resource x 'y' = {\n  p: { q: [for a in b: a] }\n}")]
    [InlineData("resource x 'y' = [for a in b: {\n  p: [for c in a: c]\n}]")]
    [InlineData("resource x 'y' = {\n  p: { ...a }\n}")]
    [InlineData("var x = { ...a, b: [ ...c ] }")]
    [InlineData("var x = map(a, b => b)")]
    [InlineData("func f(a int) int => a")]
    public void Loops_Lambdas_AndSpreads_HaveTheirPlaces(string text) => Codes(text).ShouldBeEmpty();

    [Theory]
    [InlineData("param x array = [for a in b: a]", "BCP138")]
    [InlineData("var x = { y: [for a in b: a] }", "BCP138")]
    [InlineData("var x = [for a in b: [for c in a: c]]", "BCP138")]
    [InlineData("var x = f([for a in b: a])", "BCP138")]
    [InlineData("resource x 'y' = {\n  p: [ [for a in b: a] ]\n}", "BCP138")]
    [InlineData("resource x 'y' = {\n  p: [for a in b: {\n    q: [for c in a: c]\n  }]\n}", "BCP142")]
    [InlineData("var x = a => a", "BCP242")]
    [InlineData("var x = f(true ? (a => a) : b)", "BCP242")]
    [InlineData("resource x 'y' = {\n  ...a\n}", "BCP401")]
    [InlineData("module x 'y' = [for a in b: {\n  ...a\n}]", "BCP401")]
    [InlineData("module x 'y' = {\n  params: { ...a }\n}", "BCP401")]
    [InlineData("extension k8s with { ...a }", "BCP401")]
    [InlineData("resource x 'y' = {\n  p: {\n    ...a\n    q: [for c in d: c]\n  }\n}", "BCP417")]
    [InlineData("resource x 'y' = {\n  p: {\n    '${q}': [for c in d: c]\n  }\n}", "BCP143")]
    public void Loops_Lambdas_AndSpreads_ElsewhereAreErrors(string text, string code) => Codes(text).ShouldBe([code]);

    private static string[] Codes(string text) => [.. BicepFile.Parse("main.bicep", text).Diagnostics.Select(found => found.Code)];
}
