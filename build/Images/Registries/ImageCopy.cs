using System.Text.Json;
using Frostline.Images.Signing;

namespace Frostline.Images.Registries;

/// <summary>Copies an image from one registry to another by its digest, with all it consists of: the copy is the same bytes.</summary>
/// <param name="from">Where the image is.</param>
/// <param name="to">Where it shall be.</param>
/// <param name="folder">A folder for layers on their way; each is removed again.</param>
public sealed class ImageCopy(RegistryClient from, RegistryClient to, string folder)
{
    /// <summary>An index, its platforms, their documents, those documents' signatures.</summary>
    private const int Deepest = 5;

    /// <summary>Copies what the other registry lacks. The manifest comes last: what is not whole cannot be pulled.</summary>
    /// <param name="source">Repository of the image.</param>
    /// <param name="target">Repository of the copy.</param>
    /// <param name="digest">Of a manifest, or of an index with all manifests it names.</param>
    /// <param name="cancellationToken">Leaves no manifest behind.</param>
    /// <returns>Bytes that were sent; zero when the copy was there.</returns>
    /// <exception cref="RegistryException">The image is not there, or a registry refused or holds other bytes.</exception>
    public Task<long> RunAsync(string source, string target, string digest, CancellationToken cancellationToken) =>
        CopyAsync(new Route(source, target), digest, Deepest, cancellationToken);

    private async Task<long> CopyAsync(Route route, string digest, int depth, CancellationToken cancellationToken)
    {
        var there = await to.ResolveAsync(route.Target, digest, cancellationToken) is not null;
        var manifest = await from.GetManifestAsync(route.Source, digest, cancellationToken);
        if (manifest is null)
            return there ? 0 : throw new RegistryException($"{from.Address}/{route.Source}: has no image {digest}. Push it there first.") { Repository = route.Source };
        if (depth == 0)
            throw new RegistryException($"{from.Address}/{route.Source}@{digest}: its indexes and documents lead on too deep.") { Repository = route.Source };
        long sent = 0;
        foreach (var inner in Parts(manifest).Manifests)
            sent += await CopyAsync(route, inner.Digest, depth - 1, cancellationToken);
        if (!there)
            sent += await CopyManifestAsync(route, manifest, digest, cancellationToken);
        return sent + await CopyDocumentsAsync(route, digest, depth, cancellationToken);
    }

    /// <summary>What is known about the image goes along: its documents, and its signatures under the tag where they are looked for.</summary>
    private async Task<long> CopyDocumentsAsync(Route route, string digest, int depth, CancellationToken cancellationToken)
    {
        long sent = 0;
        foreach (var referrer in await from.ReferrersAsync(route.Source, digest, cancellationToken))
        {
            sent += await CopyAsync(route, referrer.Manifest.Digest, depth - 1, cancellationToken);
            await to.EnsureListedAsync(route.Target, digest, referrer, cancellationToken);
        }

        var tag = SignatureManifest.TagOf(digest);
        if (await from.GetManifestAsync(route.Source, tag, cancellationToken) is { } signatures
            && await to.ResolveAsync(route.Target, tag, cancellationToken) != signatures.Digest)
            sent += await CopyManifestAsync(route, signatures, tag, cancellationToken);
        return sent;
    }

    private async Task<long> CopyManifestAsync(Route route, RegistryManifest manifest, string reference, CancellationToken cancellationToken)
    {
        long sent = 0;
        foreach (var blob in Parts(manifest).Blobs)
            sent += await CopyBlobAsync(route, blob, cancellationToken);
        var content = manifest.Content.ToArray();
        await to.PutManifestAsync(route.Target, reference, new Descriptor(manifest.MediaType, manifest.Digest, content.Length), content, cancellationToken);
        return sent;
    }

    private async Task<long> CopyBlobAsync(Route route, Descriptor blob, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        try
        {
            // On the same host the registry takes it from its own repository; only what it lacks is fetched.
            var outcome = await to.PushBlobAsync(
                route.Target, blob, from.Address == to.Address ? route.Source : null, token => FetchAsync(route.Source, blob, file, token), cancellationToken);
            return outcome == BlobOutcome.Uploaded ? blob.Size : 0;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<string> FetchAsync(string repository, Descriptor blob, string file, CancellationToken cancellationToken)
    {
        await using var destination = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
        await from.ReadBlobAsync(repository, blob, destination, cancellationToken);
        return file;
    }

    private static (IReadOnlyList<Descriptor> Manifests, IReadOnlyList<Descriptor> Blobs) Parts(RegistryManifest manifest)
    {
        using var document = JsonDocument.Parse(manifest.Content);
        var root = document.RootElement;
        if (root.TryGetProperty("manifests", out var manifests))
            return ([.. manifests.EnumerateArray().Select(Json.ReadDescriptor)], []);
        var blobs = root.GetProperty("layers").EnumerateArray().Append(root.GetProperty("config")).Select(Json.ReadDescriptor);
        return ([], [.. blobs.DistinctBy(blob => blob.Digest)]);
    }

    private sealed record Route(string Source, string Target);
}
