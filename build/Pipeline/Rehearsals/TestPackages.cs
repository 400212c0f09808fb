using System.Text.Json;
using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Images;
using Frostline.Pipeline.Packing;
using Frostline.TestRuns;

namespace Frostline.Pipeline.Rehearsals;

/// <summary>The tests that lie beside an image, brought here to be run: nothing of them that another wrote.</summary>
/// <param name="registry">Where the image is.</param>
/// <param name="key">Who must have signed them; null where nobody must.</param>
internal sealed class TestPackages(RegistryClient registry, VerificationKey? key)
{
    /// <param name="service">The service of the release beside whose image they lie.</param>
    /// <param name="version">The release.</param>
    /// <param name="folder">Takes the files.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Each project; none when the release was packed without.</returns>
    /// <exception cref="RefusedException">A package is not signed, was changed, or is of another release.</exception>
    /// <exception cref="RegistryException">The registry does not answer.</exception>
    public async Task<IReadOnlyList<TestProject>> UnpackAsync(ReleasedService service, string version, string folder, CancellationToken cancellation)
    {
        var packed = (await registry.ReferrersAsync(service.Repository, service.Digest, cancellation))
            .Where(referrer => referrer.ArtifactType == PackedTests.ArtifactType && referrer.Annotations.GetValueOrDefault(PackedTests.ReleaseAnnotation) == version)
            .ToLookup(referrer => referrer.Annotations.GetValueOrDefault(PackedTests.ProjectAnnotation) ?? "");
        var unpacked = new List<TestProject>();
        foreach (var project in packed)
        {
            var package = service with { Digest = project.Last().Manifest.Digest };
            var target = Directory.CreateDirectory(Path.Combine(folder, $"{unpacked.Count}")).FullName;
            var files = await OpenAsync(package, new(project.Key, version, service.Digest), target, cancellation);
            unpacked.Add(new(project.Key, Path.Combine(files.Folder, files.Entry[^1])));
        }

        return unpacked;
    }

    private async Task<ReleaseFiles> OpenAsync(ReleasedService package, TestPackage expected, string target, CancellationToken cancellation)
    {
        try
        {
            if (key is not null)
                await new ImageSignatures(registry).VerifyAsync(package.Repository, package.Digest, key, cancellation);
            if (await registry.GetManifestAsync(package.Repository, package.Digest, cancellation) is { } manifest && !expected.IsToldBy(manifest))
                throw Refused($"{package.Repository}@{package.Digest} is listed as theirs, and says of itself that it is something else");
            return await ReleaseFiles.UnpackAsync(registry, package, target, cancellation);
        }
        catch (SignatureException unsigned)
        {
            throw Refused(unsigned.Message);
        }
        catch (RegistryException forged) when (forged.IsOtherContent)
        {
            throw Refused(forged.Message);
        }

        RefusedException Refused(string fact) => new($"the tests of {expected.Release} ({expected.Project}) are not run: {fact.TrimEnd('.')}. They would run here, with the rights of this run; find out who wrote them.");
    }

    /// <summary>What a package must say of itself: the list of an image's referrers is signed by nobody.</summary>
    /// <param name="Project">Name of the test project.</param>
    /// <param name="Release">Version of the release.</param>
    /// <param name="Image">Digest of the image beside which it lies.</param>
    private sealed record TestPackage(string Project, string Release, string Image)
    {
        public bool IsToldBy(RegistryManifest manifest)
        {
            using var document = JsonDocument.Parse(manifest.Content);
            var root = document.RootElement;
            return Text(root, "subject", "digest") == Image && Text(root, "annotations", PackedTests.ProjectAnnotation) == Project && Text(root, "annotations", PackedTests.ReleaseAnnotation) == Release;
        }

        private static string? Text(JsonElement root, string part, string name) =>
            root.TryGetProperty(part, out var found) && found.ValueKind == JsonValueKind.Object && found.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
    }
}
