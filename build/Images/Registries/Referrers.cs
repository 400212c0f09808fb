using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Frostline.Images.Registries;

/// <summary>
/// Who refers to a manifest: by the specification's referrers API, and by its fallback tag (<c>sha256-…</c>, an index) in registries that
/// do not have that.
/// </summary>
internal sealed class Referrers(RegistryClient registry, RegistryTransport transport)
{
    private const int LargestList = 4 * 1024 * 1024;

    public async Task<IReadOnlyList<Referrer>> ListAsync(string repository, string digest, CancellationToken cancellationToken)
    {
        RepositoryPath.CheckReference(digest);
        using var response = await transport.SendAsync(
            new RegistryCall(HttpMethod.Get, transport.Address($"v2/{RepositoryPath.Check(repository)}/referrers/{digest}"), repository)
            {
                AcceptsManifests = true, Accepted = [HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.MethodNotAllowed],
            }, cancellationToken);
        if (response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentType?.MediaType == MediaTypes.Index)
            return Read(await new Download(response, transport.Options).ReadAsync(LargestList, cancellationToken));
        return await registry.GetManifestAsync(repository, FallbackTag(digest), cancellationToken) is { } index ? Read(index.Content) : [];
    }

    /// <summary>Adds to the index under the fallback tag, which nobody does for us.</summary>
    public async Task AddToFallbackAsync(string repository, string subject, Referrer referrer, CancellationToken cancellationToken)
    {
        var known = await registry.GetManifestAsync(repository, FallbackTag(subject), cancellationToken) is { } index ? Read(index.Content) : [];
        if (known.Any(other => other.Manifest.Digest == referrer.Manifest.Digest)) return;
        var content = Json.Write(new JsonObject
        {
            ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.Index, ["manifests"] = new JsonArray([.. known.Append(referrer).Select(Describe)]),
        });
        await registry.PutManifestAsync(repository, FallbackTag(subject), Descriptor.Of(MediaTypes.Index, content), content, cancellationToken);
    }

    private static string FallbackTag(string digest) => digest.Replace(':', '-');

    private static IReadOnlyList<Referrer> Read(ReadOnlyMemory<byte> index)
    {
        try
        {
            using var document = JsonDocument.Parse(index);
            return [.. document.RootElement.GetProperty("manifests").EnumerateArray().Select(entry => new Referrer(
                Json.ReadDescriptor(entry),
                entry.TryGetProperty("artifactType", out var type) ? type.GetString() ?? "" : "",
                entry.TryGetProperty("annotations", out var annotations) ? annotations.EnumerateObject().ToDictionary(a => a.Name, a => a.Value.GetString() ?? "") : []))];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new RegistryException($"The registry's list of referrers cannot be read: {error.Message}", error);
        }
    }

    private static JsonObject Describe(Referrer referrer)
    {
        var entry = Json.Describe(referrer.Manifest);
        entry["artifactType"] = referrer.ArtifactType;
        if (referrer.Annotations.Count > 0) entry["annotations"] = Json.Map(referrer.Annotations);
        return entry;
    }
}
