using Frostline.Bicep.Evaluation;

namespace Bicep.Tests.Evaluation;

public sealed class TemplateEvaluationTests : IDisposable
{
    private const string Group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-test";
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Evaluate_WithChildrenLoopsAndConditions_MakesEachResource()
    {
        var template = _workspace.Evaluate("""
            param names array = ['a', 'b']
            param extra bool = false
            resource server 'Test.Sql/servers@2020-01-01' = {
              name: 'main'
              location: 'westeurope'
              resource rules 'rules' = {
                name: 'all'
              }
            }
            resource databases 'Test.Sql/servers/databases@2020-01-01' = [for (name, i) in names: {
              parent: server
              name: name
              properties: { number: i }
            }]
            resource absent 'Test.Sql/servers@2020-01-01' = if (extra) {
              name: 'never'
            }
            resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
              scope: databases[1]
              name: 'keep'
              properties: { level: 'CanNotDelete' }
            }
            """);

        template.Diagnostics.ShouldBeEmpty();
        template.Resources.Select(resource => $"{resource.Symbol} {resource.Name} {resource.Id[Group.Length..]}").ShouldBe(
        [
            "lock keep /providers/Test.Sql/servers/main/databases/b/providers/Microsoft.Authorization/locks/keep",
            "server main /providers/Test.Sql/servers/main",
            "databases[0] main/a /providers/Test.Sql/servers/main/databases/a",
            "databases[1] main/b /providers/Test.Sql/servers/main/databases/b",
            "rules main/all /providers/Test.Sql/servers/main/rules/all",
        ]);
        var database = template.Resources.Single(resource => resource.Symbol == "databases[1]");
        database.Body.Find("properties.number")!.AsInteger().ShouldBe(1);
        database.SpotOf("properties.number").ShouldBe(new SourceSpot("main.bicep", 13, 17));
        database.DependsOn.ShouldBe([$"{Group}/providers/Test.Sql/servers/main"]);
    }

    [Fact]
    public void Evaluate_WithModules_CarriesParametersInAndOutputsOut()
    {
        _workspace.With("modules/site.bicep", """
            param name string
            param replicas int = 1
            resource site 'Test.Web/sites@2020-01-01' = {
              name: 'site-${name}'
              properties: { replicas: replicas }
            }
            output host string = site.properties.host
            output siteName string = site.name
            """);

        var template = _workspace.Evaluate(
            """
            param count int
            module site 'modules/site.bicep' = {
              name: 'deploy-site'
              params: { name: 'x', replicas: count }
            }
            output host string = 'https://${site.outputs.host}'
            output name string = site.outputs.siteName
            """,
            "using 'main.bicep'\nvar twice = 2\nparam count = twice * 3\n");

        template.Diagnostics.ShouldBeEmpty();
        var resource = template.Resources.Single();
        (resource.Module, resource.Name, resource.Body.Find("properties.replicas")!.AsInteger()).ShouldBe(("site", "site-x", 6));
        template.Outputs.Select(output => output.Value.ToString()).ShouldBe(["'https://${site.outputs.host}'", "'site-x'"]);
    }

    [Fact]
    public void Evaluate_WithSecureParameter_NeverHoldsItsValue()
    {
        var template = _workspace.Evaluate(
            "@secure()\nparam password string\nresource s 'Test.Sql/servers@2020-01-01' = {\n  name: 's'\n  properties: { text: 'Password=${password}' }\n}\n",
            "using 'main.bicep'\nparam password = 'hunter2'\n");

        var text = template.Resources.Single().Body.Find("properties.text")!;
        text.ContainsSecret.ShouldBeTrue();
        text.ToString().ShouldBe("'Password=${password}'");
    }

    [Fact]
    public void Evaluate_WithImports_UsesWhatOtherFilesExport()
    {
        _workspace.With("shared.bicep", """
            @export()
            var prefix = 'frost'
            @export()
            func named(what string) string => 'frost-${what}'
            @export()
            type size = 'small' | 'large'
            """);

        _workspace.Evaluate("""
            import { named as call, size } from 'shared.bicep'
            import * as shared from 'shared.bicep'
            param chosen size = 'small'
            output all array = [call('a'), shared.named('b'), shared.prefix, chosen]
            """).Outputs.Single().Value.ToString().ShouldBe("['frost-a', 'frost-b', 'frost', 'small']");
    }

    [Theory]
    [InlineData("readEnvironmentVariable('STAGE')", "'live'")]
    [InlineData("readEnvironmentVariable('OTHER', 'none')", "'none'")]
    public void Evaluate_OfAParametersFile_ReadsVariables(string expression, string expected) =>
        Read(expression).Outputs.Single().Value.ToString().ShouldBe(expected);

    [Theory]
    [InlineData("readEnvironmentVariable('OTHER')", "main.bicepparam(2,35): error BCP427: Environment variable \"OTHER\" does not exist and there's no default value set.")]
    [InlineData("readEnvironmentVariable('STAGES')", "main.bicepparam(2,35): error BCP427: Environment variable \"STAGES\" does not exist and there's no default value set. Did you mean \"STAGE\"?")]
    public void Evaluate_OfAParametersFile_MissesVariables(string expression, string expected) =>
        Read(expression).Diagnostics.Select(found => found.ToString()).ShouldBe([expected]);

    [Fact]
    public void EmitParameters_WithASecretOfAVault_NamesIt()
    {
        var compilation = _workspace.Compile(
            "param a string\n@secure()\nparam b string\n@secure()\nparam c string\noutput o int = length('${a}${b}${c}')",
            "using 'main.bicep'\nvar vault = 'kv'\nparam a = 'x'\nparam b = az.getSecret('s', 'g', vault, 'key')\nparam c = getSecret('s', 'g', 'kv', 'key', '1')");

        compilation.EmitParameters(Workspace.Context).ShouldBe("""
            {"a":{"value":"x"},"b":{"reference":{"keyVault":{"id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/kv"},"secretName":"key"}},"c":{"reference":{"keyVault":{"id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/kv"},"secretName":"key","secretVersion":"1"}}}
            """);
    }

    private EvaluatedTemplate Read(string expression)
    {
        var compilation = _workspace.Compile("param p string\noutput o string = p", $"using 'main.bicep'\nparam p = {expression}");
        compilation.Diagnostics.ShouldBeEmpty();
        return compilation.Evaluate(Workspace.Context with { EnvironmentVariables = new Dictionary<string, string> { ["STAGE"] = "live" } });
    }

    [Fact]
    public void Evaluate_WithTextThatDoubles_EndsWithAnError()
    {
        var text = string.Concat(Enumerable.Range(1, 60).Select(i => $"var v{i} = '${{v{i - 1}}}${{v{i - 1}}}'\n"));

        _workspace.Evaluate($"var v0 = 'x'\n{text}output o string = v60\n").Diagnostics.ShouldContain(found => found.Message == "The text would be too long.");
    }

    [Fact]
    public void Evaluate_WithArraysThatDouble_EndsWithAnError()
    {
        var text = string.Concat(Enumerable.Range(1, 60).Select(i => $"var v{i} = [v{i - 1}, v{i - 1}]\n"));

        _workspace.Evaluate($"var v0 = ['x']\n{text}output o array = v60\n").Diagnostics.ShouldContain(found => found.Message == "The value would be too large.");
    }

    [Fact]
    public void Evaluate_WithAChainOfThousandsOfVariables_DoesNotOverflowTheStack()
    {
        var text = string.Concat(Enumerable.Range(1, 20_000).Select(i => $"var v{i} = v{i - 1} + 1\n"));

        var template = _workspace.Evaluate($"var v0 = 0\n{text}output o int = v20000\n");

        (template.Diagnostics.Any(found => found.Code == "limit") || template.Outputs.Single().Value.AsInteger() == 20_000).ShouldBeTrue();
    }
}
