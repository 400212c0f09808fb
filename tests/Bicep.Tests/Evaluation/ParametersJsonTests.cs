namespace Bicep.Tests.Evaluation;

public sealed class ParametersJsonTests : IDisposable
{
    private const string Template = "param name string\n@minValue(1)\nparam size int = 1\n@secure()\nparam key string = ''\noutput o string = '${name}${size}${length(key)}'";
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Values_OfAFileInJson_AreThoseOfTheParameters()
    {
        var compilation = _workspace.CompileJson(Template, """
            {
              // as the Azure CLI takes it
              "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
              "contentVersion": "1.0.0.0",
              "parameters": {
                "Name": { "value": "x" },
                "key": { "reference": { "keyVault": { "id": "/vaults/kv" }, "secretName": "key" } },
              }
            }
            """);

        compilation.Diagnostics.ShouldBeEmpty();
        compilation.Evaluate(Workspace.Context).Outputs.Single().Value.ToString().ShouldBe("'x1${length(key)}'");
        compilation.EmitParameters(Workspace.Context).ShouldBe("""{"name":{"value":"x"},"key":{"reference":{"keyVault":{"id":"/vaults/kv"},"secretName":"key"}}}""");
    }

    [Theory]
    [InlineData("{\n  \"parameters\": {\n    \"name\": { \"value\": \"x\" },\n    \"sise\": { \"value\": 2 }\n  }\n}", "main.parameters.json(4,5): error BCP259: The parameter \"sise\" is assigned in the params file without being declared in the Bicep file. Did you mean \"size\"?")]
    [InlineData("{\n  \"parameters\": {\n    \"name\": \"x\" }\n}", "main.parameters.json(3,5): error parameters-file: The parameter \"name\" has neither a \"value\" nor a \"reference\".")]
    [InlineData("{ \"name\": { \"value\": \"x\" } }", "main.parameters.json(1,1): error parameters-file: The file has no \"parameters\". Give an object with a \"value\" or a \"reference\" for each.")]
    [InlineData("{ \"parameters\": {", "main.parameters.json(1,18): error BCP186: The file is not valid JSON:")]
    public void Compile_WithAWrongFileInJson_SaysWhereAndWhat(string json, string expected) =>
        _workspace.CompileJson(Template, json).Diagnostics.ShouldContain(found => found.ToString().StartsWith(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("{\n  \"parameters\": {\n    \"name\": { \"value\": \"x\" },\n    \"size\": { \"value\": 0 }\n  }\n}", "main.parameters.json(4,5): error BCP328:")]
    [InlineData("{ \"parameters\": { \"size\": { \"value\": 2 } } }", "main.parameters.json(1,1): error BCP258: The following parameters are declared in the Bicep file but are missing an assignment in the params file: \"name\".")]
    public void Evaluate_WithValuesThatDoNotFit_SaysWhereAndWhat(string json, string expected) =>
        _workspace.CompileJson(Template, json).Evaluate(Workspace.Context).Diagnostics.ShouldContain(found => found.ToString().StartsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void Compile_WithAFileThatIsNotThere_SaysSo() =>
        Frostline.Bicep.BicepCompiler.Compile(Path.Combine(_workspace.With("main.bicep", Template).Folder, "main.bicep"), Path.Combine(_workspace.Folder, "none.json"))
            .Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("BCP091");
}
