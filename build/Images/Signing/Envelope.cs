using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Frostline.Images;

/// <summary>A signed document: a DSSE envelope (https://github.com/secure-systems-lab/dsse).</summary>
public static class Envelope
{
    public const string MediaType = "application/vnd.dsse.envelope.v1+json";

    /// <summary>Puts a document into an envelope, signed.</summary>
    public static byte[] Seal(string payloadType, ReadOnlySpan<byte> payload, SigningKey key) => Json.Write(new JsonObject
    {
        ["payloadType"] = payloadType,
        ["payload"] = Convert.ToBase64String(payload),
        ["signatures"] = new JsonArray(new JsonObject { ["keyid"] = "", ["sig"] = Convert.ToBase64String(key.Sign(Signed(payloadType, payload))) }),
    });

    /// <summary>Takes the document out of its envelope.</summary>
    /// <exception cref="SignatureException">The key did not sign it, or it is no envelope.</exception>
    public static byte[] Open(ReadOnlyMemory<byte> envelope, VerificationKey key)
    {
        try
        {
            using var document = JsonDocument.Parse(envelope);
            var payload = document.RootElement.GetProperty("payload").GetBytesFromBase64();
            var signed = Signed(document.RootElement.GetProperty("payloadType").GetString()!, payload);
            return document.RootElement.GetProperty("signatures").EnumerateArray().Any(signature => key.Verify(signed, signature.GetProperty("sig").GetBytesFromBase64()))
                ? payload
                : throw new SignatureException($"The envelope has no signature by the key {key.Fingerprint}. Do not trust what it says.");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new SignatureException($"This is no signed envelope: {error.Message}", error);
        }
    }

    /// <summary>The specification's pre-authentication encoding: type and document, each with its length, so that none can pass for the other.</summary>
    private static byte[] Signed(string payloadType, ReadOnlySpan<byte> payload) =>
        [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(payloadType)} {payloadType} {payload.Length} ")), .. payload];
}
