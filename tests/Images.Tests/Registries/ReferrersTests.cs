using System.Text;
using Frostline.Images;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Testing;

namespace Images.Tests.Registries;

public sealed class ReferrersTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private bool _isOld;
    private RunningRegistry _registry = null!;
    private RegistryClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await RunningRegistry.StartAsync(_folder.Combine("state"), app => app.Use(PretendToBeOldAsync));
        _client = new RegistryClient(_registry.Address, new RegistryCredentials(RunningRegistry.User, new RegistryPassword(_registry.Password)));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _registry.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Attach_ThenList_FindsEachDocumentOnce(bool isOld)
    {
        _isOld = isOld;
        var image = await PublishedApp.BuildAsync(_folder);
        await _client.PushAsync(image, "coffeetracker/api", "1", null, CancellationToken.None);
        var sbom = Document(image, "application/vnd.cyclonedx+json", "{\"sbom\":1}");

        var first = await _client.AttachAsync("coffeetracker/api", sbom, CancellationToken.None);
        var again = await _client.AttachAsync("coffeetracker/api", sbom, CancellationToken.None);
        await _client.AttachAsync("coffeetracker/api", Document(image, "application/vnd.in-toto+json", "{}") with { Annotations = new Dictionary<string, string> { ["a"] = "b" } }, CancellationToken.None);

        again.ShouldBe(first);
        var referrers = await _client.ReferrersAsync("coffeetracker/api", image.Digest, CancellationToken.None);
        referrers.Select(referrer => referrer.ArtifactType).Order().ShouldBe(["application/vnd.cyclonedx+json", "application/vnd.in-toto+json"]);
        referrers.Single(referrer => referrer.ArtifactType == "application/vnd.in-toto+json").Annotations["a"].ShouldBe("b");
        Encoding.UTF8.GetString((await _client.PullArtifactAsync("coffeetracker/api", first, CancellationToken.None))!.Content.Span).ShouldBe("{\"sbom\":1}");
    }

    [Fact]
    public async Task List_OfAnImageNobodyRefersTo_IsEmpty()
    {
        var image = await PublishedApp.BuildAsync(_folder);
        await _client.PushAsync(image, "coffeetracker/api", "1", null, CancellationToken.None);

        (await _client.ReferrersAsync("coffeetracker/api", image.Digest, CancellationToken.None)).ShouldBeEmpty();
        _isOld = true;
        (await _client.ReferrersAsync("coffeetracker/api", image.Digest, CancellationToken.None)).ShouldBeEmpty();
    }

    /// <summary>As a registry of before version 1.1 of the specification.</summary>
    private Task PretendToBeOldAsync(HttpContext http, RequestDelegate next)
    {
        if (!_isOld) return next(http);
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.Remove("OCI-Subject");
            return Task.CompletedTask;
        });
        if (!http.Request.Path.Value!.Contains("/referrers/", StringComparison.Ordinal)) return next(http);
        http.Response.StatusCode = 404;
        return Task.CompletedTask;
    }

    private static Artifact Document(BuiltImage image, string type, string text) => new(type, "application/json", Encoding.UTF8.GetBytes(text)) { Subject = image.Manifest };
}
