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
    [InlineData("prefer-unquoted-property-names", "param p object\noutput o string = p['a']")]
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
    [InlineData("no-explicit-any", "param p any\noutput o string = p")]
    [InlineData("decompiler-cleanup", "var size_var = 1\noutput o int = size_var")]
    [InlineData("use-safe-access", "param p object\noutput o string = contains(p, 'a') ? p.a : 'b'")]
    [InlineData("use-safe-access", "param p object\nparam k string\noutput o string = contains(p, k) ? p[k] : 'b'")]
    [InlineData("secure-params-in-nested-deploy", "@secure()\nparam s string\nresource a 'Microsoft.Resources/deployments@2025-04-01' = {\n  name: 'a'\n  properties: { mode: 'Incremental', template: { x: s } }\n}")]
    [InlineData("nested-deployment-template-scoping", "param s string\nresource a 'Microsoft.Resources/deployments@2025-04-01' = {\n  name: 'a'\n  properties: { mode: 'Incremental', expressionEvaluationOptions: { scope: 'inner' }, template: { x: s } }\n}")]
    [InlineData("use-recent-az-powershell-version", "resource a 'Microsoft.Resources/deploymentScripts@2023-08-01' = {\n  name: 'a'\n  kind: 'AzurePowerShell'\n  location: 'x'\n  properties: { azPowerShellVersion: '10.4', retentionInterval: 'P1D' }\n}")]
    [InlineData("use-stable-vm-image", "resource a 'Test.Compute/machines@2020-01-01' = {\n  name: 'a'\n  properties: { storageProfile: { imageReference: { sku: '2030-Preview' } } }\n}")]
    [InlineData("artifacts-parameters", "param _artifactsLocation string\noutput o string = _artifactsLocation")]
    [InlineData("use-recognized-resource-type", "output o object = reference(resourceId('Microsoft.App/containerAps', 'a'), '2025-07-01')")]
    public void Compile_WithWhatARuleForbids_ReportsIt(string rule, string text)
    {
        _workspace.Compile(text).Diagnostics.ShouldContain(found => found.Code == rule);

        _workspace.With("bicepconfig.json", $"{{ \"analyzers\": {{ \"core\": {{ \"rules\": {{ \"{rule}\": {{ \"level\": \"off\" }} }} }} }} }}")
            .Compile(text).Diagnostics.ShouldNotContain(found => found.Code == rule);
    }

    [Theory]
    [InlineData("no-hardcoded-outputs", "output o array = ['a', 1]")]
    [InlineData("no-module-name", "module m 'part.bicep' = { name: 'm' }")]
    [InlineData("use-user-defined-types", "param p object\noutput o int = length(p)")]
    [InlineData("use-description-params", "param p int\noutput o int = p")]
    [InlineData("use-description-vars", "var v = 1\noutput o int = v")]
    [InlineData("use-description-outputs", "output o int = 1")]
    [InlineData("use-description-types", "type t = int\noutput o t = 1")]
    [InlineData("use-description-type-properties", "type t = { a: int }\noutput o t = { a: 1 }")]
    [InlineData("no-hardcoded-location", "var here = 'westeurope'\nresource a 'Test.X/y@2020-01-01' = { name: 'a', location: here }")]
    [InlineData("no-loc-expr-outside-params", "output o string = resourceGroup().location")]
    [InlineData("explicit-values-for-loc-params", "module m 'part.bicep' = { name: 'm' }")]
    [InlineData("use-resource-id-functions", "resource a 'Test.X/y@2020-01-01' = { name: 'a', properties: { subnetId: '/subscriptions/1/x' } }")]
    [InlineData("what-if-short-circuiting", "resource a 'Test.X/y@2020-01-01' existing = { name: 'a' }\nmodule m 'part.bicep' = { name: 'm', params: { label: a.properties.x } }")]
    public void Compile_WithARuleThatIsOffByItself_ReportsWhatItForbidsWhenItIsOn(string rule, string text)
    {
        _workspace.With("part.bicep", "param location string = resourceGroup().location\nparam label string = 'x'\nresource a 'Test.X/y@2020-01-01' = { name: label, location: location }");
        _workspace.Compile(text).Diagnostics.ShouldNotContain(found => found.Code == rule);

        _workspace.With("bicepconfig.json", $"{{ \"analyzers\": {{ \"core\": {{ \"rules\": {{ \"{rule}\": {{ \"level\": \"warning\" }} }} }} }} }}")
            .Compile(text).Diagnostics.ShouldContain(found => found.Code == rule);
    }

    [Theory]
    [InlineData("no-unused-parms", "warning", "warning rule-unknown: analyzers.core.rules.no-unused-parms: there is no such rule. Did you mean \"no-unused-params\"?")]
    [InlineData("use-recent-module-versions", "warning", "info rule-not-checked: analyzers.core.rules.use-recent-module-versions: only the official linter checks this rule.")]
    [InlineData("use-recent-module-versions", "off", null)]
    [InlineData("no-unused-params", "off", null)]
    public void Compile_WithARuleThatIsNotChecked_SaysSo(string rule, string level, string? expected)
    {
        _workspace.With("bicepconfig.json", $"{{ \"analyzers\": {{ \"core\": {{ \"rules\": {{ \"{rule}\": {{ \"level\": \"{level}\" }} }} }} }} }}");

        var found = _workspace.Compile("var a = 1\noutput o int = a").Diagnostics;

        if (expected is null) found.ShouldBeEmpty();
        else found.ShouldHaveSingleItem().ToString().ShouldEndWith(expected);
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
