using System.Text.Json;
using System.Text.Json.Nodes;

namespace Frostline.Images.Signing;

/// <summary>The manifest under an image's signature tag: one layer for each signature, which the layer's annotation holds.</summary>
internal sealed record SignatureManifest(IReadOnlyList<SignatureManifest.Entry> Entries)
{
    private const string ArtifactType = "application/vnd.dev.cosign.artifact.sig.v1+json";
    private const int LargestPayload = 64 * 1024;

    /// <param name="Payload">The signed document.</param>
    /// <param name="Signature">Of the document's bytes; null when there is none that can be read.</param>
    public sealed record Entry(Descriptor Payload, byte[]? Signature);

    public static string TagOf(string digest) => $"{digest.Replace(':', '-')}.sig";

    /// <exception cref="SignatureException">It is no such manifest.</exception>
    public static SignatureManifest Read(RegistryManifest manifest)
    {
        try
        {
            using var document = JsonDocument.Parse(manifest.Content);
            return new([.. document.RootElement.GetProperty("layers").EnumerateArray().Select(Read).OfType<Entry>()]);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new SignatureException($"The signatures in {manifest.Digest} cannot be read: {error.Message} Sign the image again.", error);
        }
    }

    public byte[] WriteConfiguration() => Json.Write(new JsonObject
    {
        ["architecture"] = "", ["config"] = new JsonObject(), ["os"] = "",
        ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray([.. Entries.Select(entry => (JsonNode)entry.Payload.Digest)]) },
    });

    /// <summary>A subject too, which cosign does not write under its tag: so the signature is found among the image's referrers as well.</summary>
    public byte[] Write(Descriptor configuration, Descriptor subject) => Json.Write(new JsonObject
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = MediaTypes.Manifest,
        ["artifactType"] = ArtifactType,
        ["config"] = Json.Describe(configuration),
        ["layers"] = new JsonArray([.. Entries.Select(Describe)]),
        ["subject"] = Json.Describe(subject),
    });

    private static Entry? Read(JsonElement layer)
    {
        var descriptor = Json.ReadDescriptor(layer);
        if (descriptor.MediaType != SimpleSigning.MediaType || descriptor.Size > LargestPayload) return null;
        var text = layer.TryGetProperty("annotations", out var annotations) && annotations.TryGetProperty(SimpleSigning.SignatureAnnotation, out var signature) ? signature.GetString() ?? "" : "";
        var bytes = new byte[text.Length];
        return new Entry(descriptor, Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null);
    }

    private static JsonObject Describe(Entry entry)
    {
        var layer = Json.Describe(entry.Payload);
        layer["annotations"] = new JsonObject { [SimpleSigning.SignatureAnnotation] = Convert.ToBase64String(entry.Signature ?? []) };
        return layer;
    }
}
