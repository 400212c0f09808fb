using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using LocalAzure.Registry;
using Testing;

namespace LocalAzure.Tests.Registry;

/// <summary>Requests to a registry as the specification spells them, signed in.</summary>
internal sealed class RegistryRequests : IDisposable
{
    private readonly HttpClient _http;

    public RegistryRequests(RunningRegistry registry)
    {
        _http = new HttpClient { BaseAddress = new Uri($"http://{registry.Address}") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RunningRegistry.User}:{registry.Password}")));
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new ByteArrayContent(body) };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        return _http.SendAsync(request);
    }

    public async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path)
    {
        using var response = await SendAsync(method, path);
        return response.StatusCode;
    }

    public async Task<byte[]> ReadAsync(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadAsByteArrayAsync();
    }

    public async Task<JsonNode> JsonAsync(string path) => JsonNode.Parse(await ReadAsync(path))!;

    public async Task<string> StartUploadAsync(string repository)
    {
        using var response = await SendAsync(HttpMethod.Post, $"/v2/{repository}/blobs/uploads/");
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return response.Headers.Location!.ToString();
    }

    public async Task<string> PushBlobAsync(string repository, byte[] content)
    {
        var digest = Digest.OfContent(Digest.Sha256, content).ToString();
        using var response = await SendAsync(HttpMethod.Post, $"/v2/{repository}/blobs/uploads/?digest={digest}", content);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        return digest;
    }

    public async Task<HttpResponseMessage> PutManifestAsync(string repository, string reference, byte[] content, string mediaType = ImageManifest.OciManifest) =>
        await SendAsync(HttpMethod.Put, $"/v2/{repository}/manifests/{reference}", content, ("Content-Type", mediaType));

    /// <summary>Pushes an image of layers (tars, or what the test likes) and points the tag at it.</summary>
    public async Task<(string Digest, byte[] Content)> PushImageAsync(string repository, string reference, params byte[][] layers)
    {
        var configuration = """{"architecture":"amd64","os":"linux","config":{"Entrypoint":["dotnet","App.dll"],"Env":["A=1","B=x=y"],"WorkingDir":"/app","User":"1654"}}"""u8.ToArray();
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ImageManifest.OciManifest,
            ["config"] = Describe("application/vnd.oci.image.config.v1+json", await PushBlobAsync(repository, configuration), configuration.Length),
            ["layers"] = new JsonArray(),
        };
        foreach (var layer in layers)
            manifest["layers"]!.AsArray().Add(Describe("application/vnd.oci.image.layer.v1.tar", await PushBlobAsync(repository, layer), layer.Length));
        var content = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        using var response = await PutManifestAsync(repository, reference, content);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (Digest.OfContent(Digest.Sha256, content).ToString(), content);
    }

    public static byte[] ImageOf(string config, long configSize, string layer, long layerSize) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = ImageManifest.OciManifest,
        ["config"] = Describe("application/vnd.oci.image.config.v1+json", config, configSize),
        ["layers"] = new JsonArray(Describe("application/vnd.oci.image.layer.v1.tar", layer, layerSize)),
    }.ToJsonString());

    public static JsonObject Describe(string mediaType, string digest, long size) => new() { ["mediaType"] = mediaType, ["digest"] = digest, ["size"] = size };

    public async Task ShouldBeErrorAsync(HttpResponseMessage response, HttpStatusCode status, string code, string? detail = null)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, body);
        var error = JsonNode.Parse(body)!["errors"]![0]!;
        error["code"]!.GetValue<string>().ShouldBe(code);
        if (detail is not null) error["detail"]!.GetValue<string>().ShouldBe(detail);
    }

    public void Dispose() => _http.Dispose();
}
