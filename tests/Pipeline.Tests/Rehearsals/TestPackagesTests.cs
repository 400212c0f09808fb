using System.Security.Cryptography;
using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;
using Frostline.Images;
using Frostline.Pipeline.Packing;
using Frostline.Pipeline.Rehearsals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Testing;

namespace Pipeline.Tests.Rehearsals;

/// <summary>Tests that are packed beside an image in a real registry, and what somebody does to them there.</summary>
public sealed class TestPackagesTests : IAsyncLifetime
{
    private const string Repository = "coffeetracker/api";

    private readonly TemporaryFolder folder = new("packages");
    private readonly SigningKey key = NewKey();
    private RunningRegistry running = null!;
    private RegistryClient registry = null!;
    private BuiltImage image = null!;
    private (string Path, string Type, string Answer) forged = ("", "", "");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ReleasedService Service => new("api", $"{running.Address}/{Repository}@{image.Digest}", image.Digest);

    public async ValueTask InitializeAsync()
    {
        running = await RunningRegistry.StartAsync(folder.Combine("state"), app => app.Use(async (context, next) =>
        {
            var path = context.Request.Path.Value!;
            if (forged.Path.Length == 0 || !path.Contains(forged.Path, StringComparison.Ordinal))
            {
                await next(context);
                return;
            }

            context.Response.ContentType = forged.Type;
            await context.Response.WriteAsync(forged.Answer, Cancellation);
        }));
        registry = new(running.Address, new RegistryCredentials(RunningRegistry.User, new RegistryPassword(running.Password)));
        image = await BuildAsync("Coffee", subject: null);
        await registry.PushAsync(image, Repository, "1", null, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        key.Dispose();
        registry.Dispose();
        await running.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Packages_ThatTheKeySigned_AreUnpacked()
    {
        await AttachAsync("1.4.0", key);

        var project = (await UnpackAsync("1.4.0")).ShouldHaveSingleItem();

        project.Name.ShouldBe("Coffee.Tests");
        File.ReadAllText(project.AssemblyPath).ShouldBe("Coffee.Tests 1.4.0");
    }

    [Fact]
    public async Task Packages_WithoutASignature_AreRefusedBeforeTheyAreUnpacked()
    {
        await AttachAsync("1.4.0", signer: null);

        (await RefusalAsync("1.4.0")).ShouldMatch(@"^the tests of 1\.4\.0 \(Coffee\.Tests\) are not run: .*@sha256:[0-9a-f]{64}: is not signed, .*They would run here, with the rights of this run; find out who wrote them\.$");
    }

    [Fact]
    public async Task Packages_ThatAnotherKeySigned_AreRefused()
    {
        using var other = NewKey();
        await AttachAsync("1.4.0", other);

        (await RefusalAsync("1.4.0")).ShouldContain("has 1 signatures, none of this image by the key");
    }

    [Fact]
    public async Task Packages_ThatTheRegistryChanged_AreRefused()
    {
        var packed = await AttachAsync("1.4.0", key);
        forged = ($"/manifests/{packed.Manifest.Digest}", packed.Manifest.MediaType, "{}");

        (await RefusalAsync("1.4.0")).ShouldContain($"asked for {packed.Manifest.Digest}, the registry answered with sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }

    [Fact]
    public async Task Packages_OfAnotherRelease_ThatTheListPassesOffAsThisOnes_AreRefused()
    {
        var older = await AttachAsync("1.3.0", key);
        forged = ("/referrers/", "application/vnd.oci.image.index.v1+json", $$"""
            { "manifests": [{ "mediaType": "{{older.Manifest.MediaType}}", "digest": "{{older.Manifest.Digest}}", "size": {{older.Manifest.Size}}, "artifactType": "{{PackedTests.ArtifactType}}",
              "annotations": { "{{PackedTests.ProjectAnnotation}}": "Coffee.Tests", "{{PackedTests.ReleaseAnnotation}}": "1.4.0" } }] }
            """);

        (await RefusalAsync("1.4.0")).ShouldContain("is listed as theirs, and says of itself that it is something else");
    }

    [Fact]
    public async Task Packages_WhereNobodyMustSign_AreUnpacked()
    {
        await AttachAsync("1.4.0", signer: null);

        (await new TestPackages(registry, null).UnpackAsync(Service, "1.4.0", folder.Combine("unpacked"), Cancellation)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Rehearsal_OfWhatIsRefused_Ends_AndOfWhatIsNotThere_GoesOn()
    {
        await Should.ThrowAsync<RefusedException>(() => Rehearsal.JudgeAsync(() => throw new RefusedException("not signed"), Verdict.Fail));

        (await Rehearsal.JudgeAsync(() => throw new DeliveryException("not packed"), Verdict.Fail)).ShouldBe((Verdict.Inconclusive, "not packed"));
    }

    private async Task<string> RefusalAsync(string version)
    {
        var refused = await Should.ThrowAsync<RefusedException>(() => UnpackAsync(version));
        Directory.GetFiles(folder.Combine("unpacked"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
        return refused.Message;
    }

    private async Task<IReadOnlyList<Frostline.TestRuns.TestProject>> UnpackAsync(string version)
    {
        using var verification = key.Verification;
        return await new TestPackages(registry, verification).UnpackAsync(Service, version, folder.Combine("unpacked"), Cancellation);
    }

    private async Task<BuiltImage> AttachAsync(string version, SigningKey? signer)
    {
        var subject = new ImageSubject(image.Manifest, PackedTests.ArtifactType, Annotations(version));
        var packed = await BuildAsync($"Coffee.Tests {version}", subject);
        await registry.AttachAsync(packed, subject, Repository, Cancellation);
        if (signer is not null)
            await new ImageSignatures(registry).SignAsync(Repository, packed.Manifest, signer, Cancellation);
        return packed;
    }

    private Task<BuiltImage> BuildAsync(string text, ImageSubject? subject)
    {
        folder.Write($"{text}/app.dll", text);
        var request = new ImageRequest { Repository = Repository, Folder = folder.Combine(text), EntryAssembly = "app.dll", Created = DateTimeOffset.UnixEpoch, Subject = subject };
        return ImageBuilder.BuildAsync(request, folder.Combine("images", text), Cancellation);
    }

    private static Dictionary<string, string> Annotations(string version) => new() { [PackedTests.ProjectAnnotation] = "Coffee.Tests", [PackedTests.ReleaseAnnotation] = version };

    private static SigningKey NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SigningKey.FromPem(key.ExportPkcs8PrivateKeyPem(), null);
    }
}
