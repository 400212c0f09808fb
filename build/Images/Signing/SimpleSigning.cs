using System.Text.Json;
using System.Text.Json.Nodes;

namespace Frostline.Images.Signing;

/// <summary>What is signed of an image: Red Hat's simple signing document, as cosign fills it.</summary>
internal static class SimpleSigning
{
    public const string MediaType = "application/vnd.dev.cosign.simplesigning.v1+json";
    public const string SignatureAnnotation = "dev.cosignproject.cosign/signature";
    private const string Type = "cosign container image signature";

    /// <param name="reference">Registry and repository, without tag and digest.</param>
    /// <param name="digest">Of the manifest or index.</param>
    public static byte[] Write(string reference, string digest) => Json.Write(new JsonObject
    {
        ["critical"] = new JsonObject
        {
            ["identity"] = new JsonObject { ["docker-reference"] = reference },
            ["image"] = new JsonObject { ["docker-manifest-digest"] = digest },
            ["type"] = Type,
        },
        ["optional"] = null,
    });

    /// <summary>Whether it speaks of that image. Where the image was when it was signed does not matter: a copy has the same digest.</summary>
    public static bool IsAbout(ReadOnlyMemory<byte> payload, string digest)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var critical = document.RootElement.GetProperty("critical");
            return critical.GetProperty("type").GetString() == Type && critical.GetProperty("image").GetProperty("docker-manifest-digest").GetString() == digest;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
