using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LocalAzure.Tests.Revisions;

namespace LocalAzure.Tests.Processes;

/// <summary>The Replica program as an image in a registry, pushed as any client would.</summary>
internal static class PushedImage
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    public static async Task<string> PushAsync(string registry, string token)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://{registry}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"frostline:{token}")));
        var (layer, diffId) = await LayerAsync();
        var config = JsonSerializer.SerializeToUtf8Bytes(new
        {
            architecture = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64",
            os = "linux",
            config = new { Entrypoint = new[] { "dotnet", "/Replica.dll" }, WorkingDir = "/" },
            rootfs = new { type = "layers", diff_ids = new[] { diffId } },
        });
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = ManifestType,
            config = new { mediaType = "application/vnd.oci.image.config.v1+json", digest = await PushAsync(client, config), size = config.Length },
            layers = new[] { new { mediaType = "application/vnd.oci.image.layer.v1.tar+gzip", digest = await PushAsync(client, layer), size = layer.Length } },
        });
        using var content = new ByteArrayContent(manifest) { Headers = { ContentType = new MediaTypeHeaderValue(ManifestType) } };
        using var response = await client.PutAsync("/v2/test/replica/manifests/1", content);
        response.EnsureSuccessStatusCode();
        return $"{registry}/test/replica:1";
    }

    private static async Task<string> PushAsync(HttpClient client, byte[] blob)
    {
        var digest = Digest(blob);
        using var begun = await client.PostAsync("/v2/test/replica/blobs/uploads/", null);
        begun.EnsureSuccessStatusCode();
        var place = new Uri(client.BaseAddress!, begun.Headers.Location!);
        using var content = new ByteArrayContent(blob);
        using var response = await client.PutAsync($"{place}{(place.Query.Length > 0 ? '&' : '?')}digest={Uri.EscapeDataString(digest)}", content);
        response.EnsureSuccessStatusCode();
        return digest;
    }

    private static async Task<(byte[] Layer, string DiffId)> LayerAsync()
    {
        using var tar = new MemoryStream();
        await TarFile.CreateFromDirectoryAsync(ReplicaImage.Folder, tar, includeBaseDirectory: false);
        var diffId = Digest(tar.ToArray());
        using var layer = new MemoryStream();
        await using (var gzip = new GZipStream(layer, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(tar.ToArray());

        return (layer.ToArray(), diffId);
    }

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}
