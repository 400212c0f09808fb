using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests;

[Collection(StagingCollection.Name)]
public sealed class SignatureTests(Staging staging)
{
    private const string KeyVariable = "FROSTLINE_TEST_SIGNING_KEY";

    [Fact]
    public async Task Deploy_WhenAKeyIsConfigured_TakesSignedImagesOnly()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(staging.Workspace.PathOf("signing.pub"), key.ExportSubjectPublicKeyInfoPem());
        using var settings = staging.Workspace.EditSettings(all =>
            all["images"]!["signing"] = new JsonObject { ["publicKey"] = "signing.pub", ["keyVariable"] = KeyVariable });
        var live = (await staging.StatusAsync()).LiveRevision("api");

        var unsigned = await staging.Workspace.BuildAsync("--exclusive", "--target=DeployStaging", "--force");
        var withoutKey = await staging.Workspace.BuildAsync("--exclusive", "--target=Image");
        (await staging.StatusAsync()).LiveRevision("api").ShouldBe(live);
        Environment.SetEnvironmentVariable(KeyVariable, key.ExportPkcs8PrivateKeyPem());
        var packed = await staging.Workspace.BuildAsync("--exclusive", "--target=Image");
        var deployed = await staging.Workspace.BuildAsync("--exclusive", "--target=DeployStaging", "--force");
        Environment.SetEnvironmentVariable(KeyVariable, null);

        unsigned.ExitCode.ShouldBe(1, unsigned.Output);
        unsigned.Output.ShouldContain("is not signed, and only signed images are deployed.");
        withoutKey.ExitCode.ShouldBe(1, withoutKey.Output);
        withoutKey.Output.ShouldContain($"images.signing: the variable {KeyVariable} is not set.");
        packed.ExitCode.ShouldBe(0, packed.Output);
        packed.Output.ShouldContain(", signed");
        deployed.ExitCode.ShouldBe(0, deployed.Output);
        deployed.Output.ShouldContain("2 images are signed by");
        foreach (var run in (string[])[packed.Output, deployed.Output]) run.ShouldNotContain("PRIVATE KEY");
    }
}
