using Bicep.Tests.Evaluation;

namespace Bicep.Tests.Binding;

public sealed class ArtifactReferenceTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("foo:bar.bicep", "1,10 BCP189 The specified module reference scheme \"foo\" is not recognized. Give the path of a local file, or a reference that begins with \"br\" or \"ts\".")]
    [InlineData("C:/modules/a.bicep", "1,10 BCP189 The specified module reference scheme \"C\" is not recognized. Give the path of a local file, or a reference that begins with \"br\" or \"ts\".")]
    [InlineData("br:example.azurecr.io/app:v1", "1,10 BCP190 The artifact with reference \"br:example.azurecr.io/app:v1\" has not been restored: it is not looked into here, and what it takes and gives is taken as it is.")]
    [InlineData("br:example.azurecr.io/app@sha256:0b", "1,10 BCP190 The artifact with reference \"br:example.azurecr.io/app@sha256:0b\" has not been restored: it is not looked into here, and what it takes and gives is taken as it is.")]
    [InlineData("br/public:avm/res/app/container-app:0.11.0", "1,10 BCP190 The artifact with reference \"br/public:avm/res/app/container-app:0.11.0\" has not been restored: it is not looked into here, and what it takes and gives is taken as it is.")]
    [InlineData("br/known:app:v1", "1,10 BCP190 The artifact with reference \"br/known:app:v1\" has not been restored: it is not looked into here, and what it takes and gives is taken as it is.")]
    [InlineData("ts:00000000/group/spec:v1", "1,10 BCP190 The artifact with reference \"ts:00000000/group/spec:v1\" has not been restored: it is not looked into here, and what it takes and gives is taken as it is.")]
    [InlineData("br/unknown:app:v1", "1,10 BCP213 The OCI artifact module alias name \"unknown\" does not exist in the Bicep configuration. Declare it in \"moduleAliases\".\"br\" of bicepconfig.json.")]
    [InlineData("br:example.azurecr.io:5000/app", "1,10 BCP196 The specified OCI artifact reference \"br:example.azurecr.io:5000/app\" is not valid. The module tag or digest is missing.")]
    [InlineData("br:app:v1", "1,10 BCP193 The specified OCI artifact reference \"br:app:v1\" is not valid. Give it as \"br:<registry>/<path>:<tag>\" or \"br/<alias>:<path>:<tag>\".")]
    public void Module_OfWhatIsNoFile_SaysWhatThereIsOfIt(string reference, string expected) =>
        _workspace.With("bicepconfig.json", """{ "moduleAliases": { "br": { "known": { "registry": "example.azurecr.io" } } } }""")
            .Problems($"module m '{reference}' = {{ name: 'm', params: {{ a: 1 }} }}\noutput o string = m.outputs.b").ShouldBe([expected]);

    [Fact]
    public void Import_OfWhatIsNoFile_IsTakenAsItIs() =>
        _workspace.Problems("import { size } from 'br:example.azurecr.io/types:v1'\nimport * as all from 'br:example.azurecr.io/all:v1'\nparam p size = 'x'\noutput o string = all.named(p)")
            .Select(problem => problem[..11]).ShouldBe(["1,22 BCP190", "2,22 BCP190"]);

    [Fact]
    public void Emit_OfWhatIsNotHere_WritesNoTemplate() =>
        _workspace.Compile("module m 'br:example.azurecr.io/app:v1' = { name: 'm' }").EmitArm().ShouldBeNull();

    [Fact]
    public void Warning_OfWhatIsNotHere_CanBeSuppressed() =>
        _workspace.Problems("#disable-next-line BCP190\nmodule m 'br:example.azurecr.io/app:v1' = { name: 'm' }").ShouldBeEmpty();
}
