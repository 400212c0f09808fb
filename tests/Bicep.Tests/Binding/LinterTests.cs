using Bicep.Tests.Evaluation;

namespace Bicep.Tests.Binding;

public sealed class LinterTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("no-unused-params", "param a string")]
    [InlineData("no-unused-vars", "var a = 1")]
    [InlineData("no-unused-types", "type a = string")]
    [InlineData("no-unused-existing-resources", "resource a 'Test.X/y@2020-01-01' existing = { name: 'a' }")]
    [InlineData("no-hardcoded-env-urls", "output a string = 'https://management.azure.com/x'")]
    [InlineData("prefer-interpolation", "param a string\noutput o string = concat('x', a)")]
    [InlineData("simplify-interpolation", "param a string\noutput o string = '${a}'")]
    [InlineData("prefer-unquoted-property-names", "output o object = { 'a': 1 }")]
    [InlineData("simplify-json-null", "output o object? = json('null')")]
    [InlineData("secure-parameter-default", "@secure()\nparam a string = 'x'\noutput o int = length(a)")]
    [InlineData("secure-secrets-in-params", "param adminPassword string\noutput o int = length(adminPassword)")]
    [InlineData("outputs-should-not-contain-secrets", "@secure()\nparam a string\nvar b = 'x${a}'\noutput o string = b")]
    [InlineData("outputs-should-not-contain-secrets", "resource s 'Test.X/y@2020-01-01' existing = { name: 'a' }\noutput o string = s.listKeys().a")]
    [InlineData("adminusername-should-not-be-literal", "output o object = { adminUsername: 'root' }")]
    [InlineData("use-parent-property", "resource a 'Test.X/y@2020-01-01' = { name: 'a' }\nresource b 'Test.X/y/z@2020-01-01' = { name: '${a.name}/b' }")]
    [InlineData("no-unnecessary-dependson", "resource a 'Test.X/y@2020-01-01' = { name: 'a' }\nresource b 'Test.X/w@2020-01-01' = {\n  name: '${a.name}b'\n  dependsOn: [a]\n}")]
    [InlineData("use-resource-symbol-reference", "resource a 'Test.X/y@2020-01-01' = { name: 'a' }\noutput o string = reference(a.id).x")]
    [InlineData("use-stable-resource-identifiers", "param n string = newGuid()\nresource a 'Test.X/y@2020-01-01' = { name: n }")]
    [InlineData("no-deployments-resources", "resource a 'Microsoft.Resources/deployments@2025-04-01' = { name: 'a' }")]
    public void Compile_WithWhatARuleForbids_ReportsIt(string rule, string text)
    {
        _workspace.Compile(text).Diagnostics.ShouldContain(found => found.Code == rule);

        _workspace.With("bicepconfig.json", $"{{ \"analyzers\": {{ \"core\": {{ \"rules\": {{ \"{rule}\": {{ \"level\": \"off\" }} }} }} }} }}")
            .Compile(text).Diagnostics.ShouldNotContain(found => found.Code == rule);
    }

    [Fact]
    public void Compile_WithLevelsAndComments_FollowsThem()
    {
        _workspace.With("bicepconfig.json", """{ "analyzers": { "core": { "rules": { "no-unused-params": { "level": "error" } } } } }""");

        var found = _workspace.Compile("param a string\n#disable-next-line no-unused-params\nparam b string\n").Diagnostics;

        found.Where(diagnostic => diagnostic.Code == "no-unused-params").ShouldHaveSingleItem().ToString()
            .ShouldBe("main.bicep(1,7): error no-unused-params: Parameter \"a\" is declared but never used.");
    }

    [Fact]
    public void Compile_WithOldApiVersion_ReportsItWhereTheRuleIsOn()
    {
        _workspace.With("bicepconfig.json", """{ "analyzers": { "core": { "rules": { "use-recent-api-versions": { "level": "warning" } } } } }""");

        _workspace.Compile("resource a 'Microsoft.App/containerApps@2022-03-01' = { name: 'aaa' }").Diagnostics
            .ShouldContain(found => found.Code == "use-recent-api-versions" && found.Message.Contains("2026-01-01"));
    }
}
