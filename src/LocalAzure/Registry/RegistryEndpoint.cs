using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace LocalAzure.Registry;

/// <summary>The OCI Distribution specification 1.1 over HTTP: every request below <c>/v2/</c>.</summary>
internal sealed class RegistryEndpoint(
    LocalAzureOptions options, BlobStore blobs, Uploads uploads, ManifestStore manifests, ILogger<RegistryEndpoint> logger)
{
    private const int LargestManifest = 4 * 1024 * 1024;
    private const string ContentDigest = "Docker-Content-Digest";
    private readonly RegistryAuthentication _authentication = new(options.Token);

    public async Task HandleAsync(HttpContext http)
    {
        http.Response.Headers["Docker-Distribution-Api-Version"] = "registry/2.0";
        try
        {
            if (http.Connection.LocalPort != options.RegistryPort) throw RegistryError.NameUnknown(http.Request.Path);
            _authentication.Demand(http);
            await RouteAsync(http, RegistryRequest.Parse((string?)http.Request.RouteValues["path"] ?? ""));
        }
        catch (RegistryError error) when (!http.Response.HasStarted)
        {
            await WriteErrorAsync(http, error);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException && http.RequestAborted.IsCancellationRequested)
        {
            logger.LogDebug("{Method} {Path}: the client went away", http.Request.Method, http.Request.Path);
        }
    }

    private Task RouteAsync(HttpContext http, RegistryRequest request) => (http.Request.Method, request.Resource) switch
    {
        ("GET" or "HEAD", RegistryResource.Base) => WriteJsonAsync(http, "application/json", []),
        ("GET", RegistryResource.Catalog) => ListAsync(http, [], "repositories", manifests.Repositories()),
        ("GET", RegistryResource.Tags) => ListTagsAsync(http, request.Repository),
        ("GET" or "HEAD", RegistryResource.Manifest) => GetManifestAsync(http, request),
        ("PUT", RegistryResource.Manifest) => PutManifestAsync(http, request),
        ("DELETE", RegistryResource.Manifest) => DeleteManifestAsync(http, request),
        ("GET" or "HEAD", RegistryResource.Blob) => GetBlobAsync(http, request),
        ("DELETE", RegistryResource.Blob) => DeleteBlobAsync(http, request),
        ("POST", RegistryResource.UploadStart) => StartUploadAsync(http, request.Repository),
        ("GET", RegistryResource.Upload) => ReportUploadAsync(http, request, uploads.Length(request.Repository, request.Reference), 204),
        ("PATCH", RegistryResource.Upload) => AppendAsync(http, request),
        ("PUT", RegistryResource.Upload) => CompleteAsync(http, request, DemandDigest(http)),
        ("DELETE", RegistryResource.Upload) => CancelAsync(http, request),
        ("GET", RegistryResource.Referrers) => ListReferrersAsync(http, request),
        _ => throw RegistryError.Unsupported($"{http.Request.Method} {http.Request.Path}"),
    };

    private Task ListTagsAsync(HttpContext http, string repository) => manifests.RepositoryExists(repository)
        ? ListAsync(http, new JsonObject { ["name"] = repository }, "tags", manifests.Tags(repository))
        : throw RegistryError.NameUnknown(repository);

    private static Task ListAsync(HttpContext http, JsonObject answer, string property, IReadOnlyList<string> all)
    {
        var last = (string?)http.Request.Query["last"];
        var rest = all.Where(name => last is null || string.CompareOrdinal(name, last) > 0);
        if (http.Request.Query["n"] is [{ } asked])
        {
            if (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                throw new RegistryError(400, "PAGINATION_NUMBER_INVALID", "n is not a number of entries.", asked);
            var page = rest.Take(count + 1).ToArray();
            rest = page.Take(count);
            if (page.Length > count && count > 0)
                http.Response.Headers.Link = $"<{http.Request.Path}?n={count}&last={Uri.EscapeDataString(page[count - 1])}>; rel=\"next\"";
        }

        answer[property] = new JsonArray([.. rest.Select(name => JsonValue.Create(name))]);
        return WriteJsonAsync(http, "application/json", answer);
    }

    private async Task GetManifestAsync(HttpContext http, RegistryRequest request)
    {
        var manifest = await manifests.FindAsync(request.Repository, request.Reference, http.RequestAborted)
            ?? throw RegistryError.ManifestUnknown(request.Reference);
        http.Response.Headers[ContentDigest] = manifest.Digest.ToString();
        http.Response.Headers.ETag = $"\"{manifest.Digest}\"";
        http.Response.ContentType = manifest.MediaType;
        http.Response.ContentLength = manifest.Content.Length;
        if (HttpMethods.IsGet(http.Request.Method)) await http.Response.Body.WriteAsync(manifest.Content, http.RequestAborted);
    }

    private async Task PutManifestAsync(HttpContext http, RegistryRequest request)
    {
        var content = await ReadManifestAsync(http);
        var contentType = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) ? type.MediaType.Value : null;
        var (digest, subject) = await manifests.PutAsync(request.Repository, request.Reference, content, contentType, http.RequestAborted);
        if (subject is not null) http.Response.Headers["OCI-Subject"] = subject.ToString();
        Created(http, $"/v2/{request.Repository}/manifests/{digest}", digest);
    }

    private static async Task<byte[]> ReadManifestAsync(HttpContext http)
    {
        if (http.Request.ContentLength > LargestManifest) throw TooLarge();
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
        {
            if (content.Length + read > LargestManifest) throw TooLarge();
            content.Write(buffer, 0, read);
        }

        return content.ToArray();

        static RegistryError TooLarge() => new(413, "MANIFEST_INVALID", "The manifest is larger than 4 MiB.");
    }

    private async Task DeleteManifestAsync(HttpContext http, RegistryRequest request)
    {
        if (!await manifests.DeleteAsync(request.Repository, request.Reference, http.RequestAborted)) throw RegistryError.ManifestUnknown(request.Reference);
        http.Response.StatusCode = 202;
    }

    private async Task GetBlobAsync(HttpContext http, RegistryRequest request)
    {
        var digest = Digest.Parse(request.Reference);
        var file = blobs.Find(request.Repository, digest) ?? throw RegistryError.BlobUnknown(request.Reference);
        http.Response.Headers[ContentDigest] = digest.ToString();
        await TypedResults.PhysicalFile(
            file.FullName, "application/octet-stream", entityTag: new EntityTagHeaderValue($"\"{digest}\""), enableRangeProcessing: true).ExecuteAsync(http);
    }

    private Task DeleteBlobAsync(HttpContext http, RegistryRequest request)
    {
        if (!blobs.Unlink(request.Repository, Digest.Parse(request.Reference))) throw RegistryError.BlobUnknown(request.Reference);
        http.Response.StatusCode = 202;
        return Task.CompletedTask;
    }

    private async Task StartUploadAsync(HttpContext http, string repository)
    {
        if (http.Request.Query["mount"] is [{ } mount] && Mountable(http, Digest.Parse(mount)))
        {
            await blobs.LinkAsync(repository, Digest.Parse(mount), http.RequestAborted);
            Created(http, $"/v2/{repository}/blobs/{mount}", Digest.Parse(mount));
            return;
        }

        var whole = http.Request.Query["digest"] is [{ } given] ? Digest.Parse(given) : null;
        var upload = new RegistryRequest(RegistryResource.Upload, repository, uploads.Begin(repository));
        if (whole is not null) await CompleteAsync(http, upload, whole);
        else await ReportUploadAsync(http, upload, 0, 202);
    }

    private bool Mountable(HttpContext http, Digest digest) => http.Request.Query["from"] is [{ } from]
        ? blobs.Find(RepositoryName.Check(from), digest) is not null
        : blobs.FindAnywhere(digest) is not null;

    private async Task AppendAsync(HttpContext http, RegistryRequest upload)
    {
        var length = await uploads.AppendAsync(upload.Repository, upload.Reference, Unlimited(http), ChunkStart(http), http.RequestAborted);
        await ReportUploadAsync(http, upload, length, 202);
    }

    private async Task CompleteAsync(HttpContext http, RegistryRequest upload, Digest digest)
    {
        await uploads.CompleteAsync(upload.Repository, upload.Reference, Unlimited(http), digest, http.RequestAborted);
        Created(http, $"/v2/{upload.Repository}/blobs/{digest}", digest);
    }

    private Task CancelAsync(HttpContext http, RegistryRequest upload)
    {
        uploads.Cancel(upload.Repository, upload.Reference);
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private static Task ReportUploadAsync(HttpContext http, RegistryRequest upload, long length, int status)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.Location = $"/v2/{upload.Repository}/blobs/uploads/{upload.Reference}";
        http.Response.Headers.Range = string.Create(CultureInfo.InvariantCulture, $"0-{Math.Max(0, length - 1)}");
        http.Response.Headers["Docker-Upload-UUID"] = upload.Reference;
        return Task.CompletedTask;
    }

    private async Task ListReferrersAsync(HttpContext http, RegistryRequest request)
    {
        var wanted = (string?)http.Request.Query["artifactType"];
        var referrers = (await manifests.ReferrersAsync(request.Repository, Digest.Parse(request.Reference), http.RequestAborted))
            .Select(stored => (Stored: stored, Manifest: ImageManifest.Parse(stored.Content, stored.MediaType)))
            .Where(referrer => wanted is null || referrer.Manifest.ArtifactType == wanted);
        if (wanted is not null) http.Response.Headers["OCI-Filters-Applied"] = "artifactType";
        await WriteJsonAsync(http, ImageManifest.OciIndex, new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ImageManifest.OciIndex,
            ["manifests"] = new JsonArray([.. referrers.Select(referrer => Describe(referrer.Stored, referrer.Manifest))]),
        });
    }

    private static JsonObject Describe(StoredManifest stored, ImageManifest manifest)
    {
        var descriptor = new JsonObject
        {
            ["mediaType"] = stored.MediaType,
            ["digest"] = stored.Digest.ToString(),
            ["size"] = stored.Content.Length,
        };
        if (manifest.ArtifactType is { } artifactType) descriptor["artifactType"] = artifactType;
        if (manifest.Annotations is { } annotations)
            descriptor["annotations"] = new JsonObject(annotations.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)JsonValue.Create(a.Value))));
        return descriptor;
    }

    private static Digest DemandDigest(HttpContext http) =>
        http.Request.Query["digest"] is [{ } digest] ? Digest.Parse(digest) : throw RegistryError.DigestInvalid("The query has no digest.");

    /// <summary>First byte of a chunk; null when the client just sends the next bytes.</summary>
    private static long? ChunkStart(HttpContext http)
    {
        var text = http.Request.Headers.ContentRange.ToString();
        if (text.Length == 0) return null;
        if (ContentRangeHeaderValue.TryParse(text, out var range) && range.From is { } standard) return standard;
        return text.Split('-') is [var from, _] && long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? start
            : throw new RegistryError(416, "BLOB_UPLOAD_INVALID", "The Content-Range cannot be read.", text);
    }

    private static Stream Unlimited(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        return http.Request.Body;
    }

    private static void Created(HttpContext http, string location, Digest digest)
    {
        http.Response.StatusCode = 201;
        http.Response.Headers.Location = location;
        http.Response.Headers[ContentDigest] = digest.ToString();
    }

    private static Task WriteErrorAsync(HttpContext http, RegistryError error)
    {
        http.Response.StatusCode = error.Status;
        if (HttpMethods.IsHead(http.Request.Method)) return Task.CompletedTask;
        var entry = new JsonObject { ["code"] = error.Code, ["message"] = error.Message, ["detail"] = error.Detail };
        return WriteJsonAsync(http, "application/json", new JsonObject { ["errors"] = new JsonArray(entry) });
    }

    private static async Task WriteJsonAsync(HttpContext http, string mediaType, JsonObject body)
    {
        var content = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
        http.Response.ContentType = mediaType;
        http.Response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.Body.WriteAsync(content, http.RequestAborted);
    }
}
