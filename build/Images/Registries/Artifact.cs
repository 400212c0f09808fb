using System.Text.Json.Nodes;

namespace Frostline.Images;

/// <summary>A small document kept in a registry, beside the images it is about.</summary>
/// <param name="ArtifactType">What it is, as a media type: <c>application/vnd.cyclonedx+json</c>.</param>
/// <param name="MediaType">How to read it: <c>application/json</c>.</param>
/// <param name="Content">Up to some megabytes.</param>
public sealed record Artifact(string ArtifactType, string MediaType, ReadOnlyMemory<byte> Content)
{
    /// <summary>The manifest this is about, which makes it one of that manifest's referrers. Default none.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Annotations of the manifest. Default none.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    internal byte[] WriteManifest(Descriptor configuration, Descriptor layer)
    {
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.Manifest,
            ["artifactType"] = ArtifactType,
            ["config"] = Json.Describe(configuration),
            ["layers"] = new JsonArray(Json.Describe(layer)),
        };
        if (Subject is not null) manifest["subject"] = Json.Describe(Subject);
        if (Annotations.Count > 0) manifest["annotations"] = Json.Map(Annotations);
        return Json.Write(manifest);
    }
}

/// <summary>A document about a manifest, as its registry lists it.</summary>
/// <param name="Manifest">Of the document; its digest is what to pull.</param>
/// <param name="ArtifactType">What it is, as a media type.</param>
/// <param name="Annotations">As they were attached.</param>
public sealed record Referrer(Descriptor Manifest, string ArtifactType, IReadOnlyDictionary<string, string> Annotations);
