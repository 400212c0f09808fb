using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LocalAzure.Registry;
using Testing;

namespace LocalAzure.Tests.Registry;

/// <summary>The specification's rules, request by request.</summary>
public sealed class RegistryProtocolTests : IAsyncLifetime
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("some content of a layer");
    private readonly TemporaryFolder _folder = new();
    private RunningRegistry _registry = null!;
    private RegistryRequests _requests = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await RunningRegistry.StartAsync(_folder.Combine("state"));
        _requests = new RegistryRequests(_registry);
    }

    public async ValueTask DisposeAsync()
    {
        _requests.Dispose();
        await _registry.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic ZnJvc3RsaW5lOndyb25n")]
    [InlineData("Basic !!!")]
    [InlineData("Bearer abc")]
    public async Task AnyRequest_WithoutTheRightPassword_Is401(string? authorization)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://{_registry.Address}") };
        if (authorization is not null) http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        foreach (var path in new[] { "/v2/", "/v2/_catalog", "/v2/a/manifests/1" })
        {
            using var response = await http.GetAsync(path);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            response.Headers.WwwAuthenticate.ToString().ShouldBe("Basic realm=\"LocalAzure\"");
            JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]![0]!["code"]!.GetValue<string>().ShouldBe("UNAUTHORIZED");
        }
    }

    [Fact]
    public async Task Base_WithTheRightPassword_Is200()
    {
        using var response = await _requests.SendAsync(HttpMethod.Get, "/v2/");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("Docker-Distribution-Api-Version").ShouldBe(["registry/2.0"]);
    }

    [Theory]
    [InlineData("sha256")]
    [InlineData("sha512")]
    public async Task Upload_InOneRequest_MakesABlobOfEitherDigest(string algorithm)
    {
        var digest = Digest.OfContent(algorithm, Content);

        using var created = await _requests.SendAsync(HttpMethod.Post, $"/v2/a/b/blobs/uploads/?digest={digest}", Content);

        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        created.Headers.Location!.ToString().ShouldBe($"/v2/a/b/blobs/{digest}");
        using var read = await _requests.SendAsync(HttpMethod.Get, $"/v2/a/b/blobs/{digest}");
        (await read.Content.ReadAsByteArrayAsync()).ShouldBe(Content);
        using var head = await _requests.SendAsync(HttpMethod.Head, $"/v2/a/b/blobs/{digest}");
        head.Content.Headers.ContentLength.ShouldBe(Content.Length);
        head.Headers.GetValues("Docker-Content-Digest").ShouldBe([digest.ToString()]);
    }

    [Fact]
    public async Task Upload_InChunks_TellsWhereItIsAndTakesTheRest()
    {
        var digest = Digest.OfContent(Digest.Sha256, Content);
        var location = await _requests.StartUploadAsync("a");

        using (var first = await _requests.SendAsync(HttpMethod.Patch, location, Content[..10], ("Content-Range", "0-9")))
        {
            first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            first.Headers.GetValues("Range").ShouldBe(["0-9"]);
        }

        using (var status = await _requests.SendAsync(HttpMethod.Get, location))
        {
            status.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            status.Headers.GetValues("Range").ShouldBe(["0-9"]);
        }

        using (var again = await _requests.SendAsync(HttpMethod.Patch, location, Content[..10], ("Content-Range", "0-9")))
            again.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        using (var second = await _requests.SendAsync(HttpMethod.Patch, location, Content[10..15], ("Content-Range", "10-14")))
            second.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using (var last = await _requests.SendAsync(HttpMethod.Put, $"{location}?digest={digest}", Content[15..]))
            last.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await _requests.ReadAsync($"/v2/a/blobs/{digest}")).ShouldBe(Content);
    }

    [Fact]
    public async Task Upload_OfOtherContentThanItsDigest_IsRefusedAndForgotten()
    {
        var digest = Digest.OfContent(Digest.Sha256, "something else"u8);
        var location = await _requests.StartUploadAsync("a");

        using var refused = await _requests.SendAsync(HttpMethod.Put, $"{location}?digest={digest}", Content);

        await _requests.ShouldBeErrorAsync(refused, HttpStatusCode.BadRequest, "DIGEST_INVALID");
        (await _requests.StatusAsync(HttpMethod.Head, $"/v2/a/blobs/{digest}")).ShouldBe(HttpStatusCode.NotFound);
        (await _requests.StatusAsync(HttpMethod.Get, location)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Upload_Cancelled_IsGone()
    {
        var location = await _requests.StartUploadAsync("a");

        (await _requests.StatusAsync(HttpMethod.Delete, location)).ShouldBe(HttpStatusCode.NoContent);
        (await _requests.StatusAsync(HttpMethod.Get, location)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Mount_TakesABlobFromAnotherRepository_AndWithoutOneStartsAnUpload()
    {
        var digest = await _requests.PushBlobAsync("from/here", Content);

        using var mounted = await _requests.SendAsync(HttpMethod.Post, $"/v2/to/there/blobs/uploads/?mount={digest}&from=from/here");
        using var started = await _requests.SendAsync(HttpMethod.Post, $"/v2/to/there/blobs/uploads/?mount={digest}&from=not/there");

        mounted.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await _requests.ReadAsync($"/v2/to/there/blobs/{digest}")).ShouldBe(Content);
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await _requests.StatusAsync(HttpMethod.Head, $"/v2/elsewhere/blobs/{digest}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Blob_ByRange_GivesThatPart()
    {
        var digest = await _requests.PushBlobAsync("a", Content);

        using var part = await _requests.SendAsync(HttpMethod.Get, $"/v2/a/blobs/{digest}", null, ("Range", "bytes=5-11"));

        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsStringAsync()).ShouldBe("content");
    }

    [Fact]
    public async Task Manifest_ByTagAndDigest_IsGivenBackByteForByte()
    {
        var manifest = await _requests.PushImageAsync("a/b", "1.0", Content);

        foreach (var reference in new[] { "1.0", manifest.Digest })
        {
            using var read = await _requests.SendAsync(HttpMethod.Get, $"/v2/a/b/manifests/{reference}");
            (await read.Content.ReadAsByteArrayAsync()).ShouldBe(manifest.Content);
            read.Content.Headers.ContentType!.MediaType.ShouldBe(ImageManifest.OciManifest);
            read.Headers.GetValues("Docker-Content-Digest").ShouldBe([manifest.Digest]);
            using var head = await _requests.SendAsync(HttpMethod.Head, $"/v2/a/b/manifests/{reference}");
            head.Content.Headers.ContentLength.ShouldBe(manifest.Content.Length);
        }
    }

    [Fact]
    public async Task Manifest_WhoseBlobIsMissing_IsRefused()
    {
        var config = await _requests.PushBlobAsync("a", "{}"u8.ToArray());
        var missing = Digest.OfContent(Digest.Sha256, Content).ToString();

        using var refused = await _requests.PutManifestAsync("a", "1", RegistryRequests.ImageOf(config, 2, missing, Content.Length));

        await _requests.ShouldBeErrorAsync(refused, HttpStatusCode.BadRequest, "MANIFEST_BLOB_UNKNOWN", missing);
    }

    [Fact]
    public async Task Manifest_WhoseBlobHasAnotherSize_IsRefused()
    {
        var config = await _requests.PushBlobAsync("a", "{}"u8.ToArray());
        var layer = await _requests.PushBlobAsync("a", Content);

        using var refused = await _requests.PutManifestAsync("a", "1", RegistryRequests.ImageOf(config, 2, layer, Content.Length + 1));

        await _requests.ShouldBeErrorAsync(refused, HttpStatusCode.BadRequest, "MANIFEST_BLOB_UNKNOWN", layer);
    }

    [Theory]
    [InlineData("not json", ImageManifest.OciManifest)]
    [InlineData("{}", ImageManifest.OciManifest)]
    [InlineData("""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""", ImageManifest.OciManifest)]
    [InlineData("""{"schemaVersion":1,"manifests":[]}""", ImageManifest.OciIndex)]
    [InlineData("""{"schemaVersion":2,"manifests":[]}""", "text/plain")]
    public async Task Manifest_ThatIsNone_IsRefused(string text, string contentType)
    {
        using var refused = await _requests.PutManifestAsync("a", "1", Encoding.UTF8.GetBytes(text), contentType);

        await _requests.ShouldBeErrorAsync(refused, HttpStatusCode.BadRequest, "MANIFEST_INVALID");
    }

    [Fact]
    public async Task Manifest_PutUnderAnotherDigest_IsRefused()
    {
        using var refused = await _requests.PutManifestAsync(
            "a", $"sha256:{new string('0', 64)}", """{"schemaVersion":2,"manifests":[]}"""u8.ToArray(), ImageManifest.OciIndex);

        await _requests.ShouldBeErrorAsync(refused, HttpStatusCode.BadRequest, "DIGEST_INVALID");
    }

    [Fact]
    public async Task Manifest_Deleted_TakesItsTagsAlong_AndATagOnlyItself()
    {
        var manifest = await _requests.PushImageAsync("a", "1", Content);
        await _requests.PushImageAsync("a", "2", Content);

        (await _requests.StatusAsync(HttpMethod.Delete, "/v2/a/manifests/1")).ShouldBe(HttpStatusCode.Accepted);
        (await _requests.StatusAsync(HttpMethod.Head, $"/v2/a/manifests/{manifest.Digest}")).ShouldBe(HttpStatusCode.OK);
        (await _requests.StatusAsync(HttpMethod.Delete, $"/v2/a/manifests/{manifest.Digest}")).ShouldBe(HttpStatusCode.Accepted);
        (await _requests.StatusAsync(HttpMethod.Head, "/v2/a/manifests/2")).ShouldBe(HttpStatusCode.NotFound);
        (await _requests.StatusAsync(HttpMethod.Delete, "/v2/a/manifests/2")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Tags_InPages_LeadFromOneToTheNext()
    {
        foreach (var tag in new[] { "b", "a", "c", "B" }) await _requests.PushImageAsync("a/b", tag, Content);

        (await _requests.JsonAsync("/v2/a/b/tags/list"))["tags"]!.ToJsonString().ShouldBe("""["B","a","b","c"]""");
        using var first = await _requests.SendAsync(HttpMethod.Get, "/v2/a/b/tags/list?n=2");
        first.Headers.GetValues("Link").ShouldBe(["</v2/a/b/tags/list?n=2&last=a>; rel=\"next\""]);
        (await first.Content.ReadAsStringAsync()).ShouldBe("""{"name":"a/b","tags":["B","a"]}""");
        using var last = await _requests.SendAsync(HttpMethod.Get, "/v2/a/b/tags/list?n=2&last=a");
        last.Headers.Contains("Link").ShouldBeFalse();
        (await last.Content.ReadAsStringAsync()).ShouldBe("""{"name":"a/b","tags":["b","c"]}""");
        (await _requests.JsonAsync("/v2/a/b/tags/list?n=0"))["tags"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Tags_OfNoRepository_AreNameUnknown()
    {
        using var response = await _requests.SendAsync(HttpMethod.Get, "/v2/none/tags/list");

        await _requests.ShouldBeErrorAsync(response, HttpStatusCode.NotFound, "NAME_UNKNOWN", "none");
    }

    [Fact]
    public async Task Catalog_ListsRepositoriesThatHoldAManifest()
    {
        await _requests.PushImageAsync("team/web", "1", Content);
        await _requests.PushImageAsync("team", "1", Content);
        await _requests.PushBlobAsync("blobs/only", Content);

        (await _requests.JsonAsync("/v2/_catalog"))["repositories"]!.ToJsonString().ShouldBe("""["team","team/web"]""");
    }

    [Fact]
    public async Task Referrers_ListWhatIsAboutAManifest_AndFilterByType()
    {
        var image = await _requests.PushImageAsync("a", "1", Content);
        var config = await _requests.PushBlobAsync("a", "{}"u8.ToArray());
        var sbom = JsonNode.Parse(RegistryRequests.ImageOf(config, 2, config, 2))!;
        sbom["artifactType"] = "application/vnd.cyclonedx+json";
        sbom["annotations"] = new JsonObject { ["made"] = "today" };
        sbom["subject"] = new JsonObject { ["mediaType"] = ImageManifest.OciManifest, ["digest"] = image.Digest, ["size"] = image.Content.Length };
        var content = Encoding.UTF8.GetBytes(sbom.ToJsonString());
        var digest = Digest.OfContent(Digest.Sha256, content).ToString();

        using var pushed = await _requests.PutManifestAsync("a", digest, content);

        pushed.Headers.GetValues("OCI-Subject").ShouldBe([image.Digest]);
        var all = await _requests.JsonAsync($"/v2/a/referrers/{image.Digest}");
        var expected = RegistryRequests.Describe(ImageManifest.OciManifest, digest, content.Length);
        expected["artifactType"] = "application/vnd.cyclonedx+json";
        expected["annotations"] = new JsonObject { ["made"] = "today" };
        JsonNode.DeepEquals(all["manifests"]!.AsArray().Single(), expected).ShouldBeTrue(all.ToJsonString());
        using var filtered = await _requests.SendAsync(HttpMethod.Get, $"/v2/a/referrers/{image.Digest}?artifactType=other");
        filtered.Headers.GetValues("OCI-Filters-Applied").ShouldBe(["artifactType"]);
        JsonNode.Parse(await filtered.Content.ReadAsStringAsync())!["manifests"]!.AsArray().ShouldBeEmpty();

        await _requests.StatusAsync(HttpMethod.Delete, $"/v2/a/manifests/{digest}");
        (await _requests.JsonAsync($"/v2/a/referrers/{image.Digest}"))["manifests"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/v2/Upper/manifests/1")]
    [InlineData("/v2/a/%2e%2e%2f%2e%2e/manifests/1")]
    [InlineData("/v2/a..b/manifests/1")]
    [InlineData("/v2/_uploads/manifests/1")]
    [InlineData("/v2/a/_manifests/blobs/uploads/")]
    [InlineData("/v2/nothing")]
    public async Task Name_OutsideTheGrammar_IsRefused(string path)
    {
        using var response = await _requests.SendAsync(path.EndsWith('/') ? HttpMethod.Post : HttpMethod.Get, path);

        await _requests.ShouldBeErrorAsync(response, HttpStatusCode.BadRequest, "NAME_INVALID");
    }

    [Theory]
    [InlineData("/v2/a/blobs/sha256:abc")]
    [InlineData("/v2/a/blobs/md5:d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("/v2/a/blobs/sha256:..%2f..%2fetc")]
    public async Task Digest_OutsideTheGrammar_IsRefused(string path)
    {
        using var response = await _requests.SendAsync(HttpMethod.Get, path);

        response.StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.NotFound);
        Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Content_SurvivesARestart_AndAnUploadGoesOn()
    {
        var manifest = await _requests.PushImageAsync("a", "1", Content);
        var other = "another layer"u8.ToArray();
        var location = await _requests.StartUploadAsync("a");
        (await _requests.SendAsync(HttpMethod.Patch, location, other[..5])).Dispose();
        File.WriteAllText(Path.Combine(_folder.Path, "state", "registry", "uploads", "half.new"), "half");

        await _registry.DisposeAsync();
        _requests.Dispose();
        _registry = await RunningRegistry.StartAsync(_folder.Combine("state"));
        _requests = new RegistryRequests(_registry);

        (await _requests.ReadAsync("/v2/a/manifests/1")).ShouldBe(manifest.Content);
        using var completed = await _requests.SendAsync(HttpMethod.Put, $"{location}?digest={Digest.OfContent(Digest.Sha256, other)}", other[5..]);
        completed.StatusCode.ShouldBe(HttpStatusCode.Created);
        File.Exists(Path.Combine(_folder.Path, "state", "registry", "uploads", "half.new")).ShouldBeFalse();
    }

    [Fact]
    public async Task Upload_UntouchedForADay_IsRemovedAtTheNextStart()
    {
        var location = await _requests.StartUploadAsync("a");
        var file = Directory.EnumerateFiles(Path.Combine(_folder.Path, "state", "registry", "uploads"), "*", SearchOption.AllDirectories).Single();
        File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-25));

        await _registry.DisposeAsync();
        _requests.Dispose();
        _registry = await RunningRegistry.StartAsync(_folder.Combine("state"));
        _requests = new RegistryRequests(_registry);

        await Eventually.Is(() => !File.Exists(file));
        (await _requests.StatusAsync(HttpMethod.Get, location)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task EverythingOnDisk_IsItsOwnersOnly()
    {
        await _requests.PushImageAsync("a/b", "1", Content);

        foreach (var path in Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "state", "registry"), "*", SearchOption.AllDirectories))
            (File.GetUnixFileMode(path) & (UnixFileMode)0b111_111).ShouldBe(UnixFileMode.None, path);
    }

    [Fact]
    public async Task Blob_PushedByManyAtOnce_IsStoredOnce()
    {
        var large = RandomNumberGenerator.GetBytes(200_000);

        var digests = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => _requests.PushBlobAsync($"repository{n % 2}", large)));

        digests.Distinct().Count().ShouldBe(1);
        Directory.EnumerateFiles(Path.Combine(_folder.Path, "state", "registry", "blobs"), "*", SearchOption.AllDirectories).Count().ShouldBe(1);
        Directory.EnumerateFiles(Path.Combine(_folder.Path, "state", "registry", "uploads"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }
}
