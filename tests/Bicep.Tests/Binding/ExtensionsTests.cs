using System.Text.Json.Nodes;
using Bicep.Tests.Evaluation;

namespace Bicep.Tests.Binding;

public sealed class ExtensionsTests : IDisposable
{
    private const string Configured = """{ "extensions": { "microsoftGraphV1": "br:example.azurecr.io/graph:v1", "local": "./types.tgz" } }""";
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("extension az\nextension sys as s\noutput o string = s.toLower('X')")]
    [InlineData("extension kubernetes with { kubeConfig: 'x', namespace: 'n' } as k8s\nresource a 'apps/Deployment@v1' = { metadata: { name: 'a' }, spec: { replicas: 1 } }\noutput o string = a.metadata.name")]
    [InlineData("extension local\nresource a 'joke' = { id: 1, kind: 'x' }\nresource b 'request@v1' existing = { uri: a.text }\noutput o string = b.body")]
    public void Resources_OfAnExtension_HaveTypesOfTheirOwn(string text) =>
        _workspace.With("bicepconfig.json", Configured).Problems(text).ShouldBeEmpty();

    [Fact]
    public void Resources_OfMicrosoftGraph_AreFoundByWhatTheyAreFoundBy() =>
        _workspace.With("bicepconfig.json", Configured).Problems("""
            extension microsoftGraphV1
            resource all 'Microsoft.Graph/groups@v1.0' existing = { uniqueName: 'all' }
            resource app 'Microsoft.Graph/applications@v1.0' = { uniqueName: 'app', displayName: all.displayName }
            output o string = app.appId
            """).Select(problem => problem[..11]).ShouldBe(["1,11 BCP190"]);

    [Fact]
    public void Resources_OfAzure_AreCheckedBesideAnExtension() =>
        _workspace.Problems("extension kubernetes with {}\nresource s 'Microsoft.Storage/storageAccounts@2025-08-01' = { location: 'x', kind: 'StorageV2', sku: { name: 'Standard_LRS' } }")
            .ShouldBe(["2,10 BCP035 The specified \"resource\" declaration is missing the following required properties: \"name\"."]);

    [Theory]
    [InlineData("extension microsoftGraph", "1,11 BCP407 The built-in extension \"microsoftGraph\" is retired. Name the published one in \"extensions\" of bicepconfig.json: its types are read from the registry.")]
    [InlineData("extension nobody", "1,11 BCP204 Extension \"nobody\" is not recognized. Declare it in \"extensions\" of bicepconfig.json.")]
    [InlineData("extension 'foo:bar'", "1,11 BCP189 The specified module reference scheme \"foo\" is not recognized. Give the path of a local file, or a reference that begins with \"br\" or \"ts\".")]
    public void Extension_ThatThereIsNot_IsAnError(string text, string expected) => _workspace.Problems(text).ShouldBe([expected]);

    [Fact]
    public void Emit_WithKubernetes_ImportsIt()
    {
        var template = JsonNode.Parse(_workspace.Compile("""
            @secure()
            param config string
            extension kubernetes with { kubeConfig: config, namespace: 'n' } as k8s
            resource space 'core/Namespace@v1' = { metadata: { name: 'a' } }
            resource pods 'apps/Deployment@v1' = { metadata: { name: 'b', namespace: space.metadata.name } }
            """).EmitArm().ShouldNotBeNull())!;

        template["imports"]!.ToJsonString().ShouldBe("""{"k8s":{"provider":"Kubernetes","version":"1.0.0","config":{"kubeConfig":"[parameters(\u0027config\u0027)]","namespace":"n"}}}""");
        template["resources"]!["pods"]!.ToJsonString().ShouldBe("""{"import":"k8s","type":"apps/Deployment@v1","properties":{"metadata":{"name":"b","namespace":"[reference(\u0027space\u0027).metadata.name]"}},"dependsOn":["space"]}""");
    }

    [Fact]
    public void Emit_WithAnotherExtension_WritesNoTemplate() =>
        _workspace.With("bicepconfig.json", Configured).Compile("extension local\nresource a 'joke' = { id: 1 }").EmitArm().ShouldBeNull();
}
