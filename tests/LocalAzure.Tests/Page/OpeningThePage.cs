using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LocalAzure.State;
using LocalAzure.Tests.Management;

namespace LocalAzure.Tests.Page;

public sealed class OpeningThePage : IAsyncLifetime
{
    private LocalAzureUnderTest azure = null!;
    private HttpClient browser = null!;

    public async ValueTask InitializeAsync()
    {
        azure = await LocalAzureUnderTest.StartWithEnvironmentAsync();
        browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{azure.Options.PagePort}") };
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await azure.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/snapshot")]
    [InlineData("/?key=wrong")]
    public async Task Open_WithoutTheKey_IsUnauthorized(string path) =>
        (await browser.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task Open_WithTheKey_SetsACookieAndHidesTheKey()
    {
        using var response = await OpenAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.Location!.OriginalString.ShouldBe("/");
        response.Headers.GetValues("Set-Cookie").Single().ShouldContain("httponly");
        (await browser.GetStringAsync("/")).ShouldContain("<title>LocalAzure</title>");
        (await browser.GetStringAsync("/page.js")).ShouldContain("EventSource");
        (await browser.GetStringAsync("/page.css")).ShouldContain("prefers-color-scheme");
    }

    [Fact]
    public async Task Snapshot_ShowsRevisionsReplicasAndWhatHappened()
    {
        await azure.DeployAsync("api", LocalAzureUnderTest.Body("v1"));
        await azure.WaitForReadyAsync("api", "api--v1");
        using var opened = await OpenAsync();

        await Testing.Eventually.Holds(async () =>
        {
            var content = (await browser.GetFromJsonAsync<JsonNode>("/snapshot"))!;
            var revision = content["environments"]![0]!["apps"]![0]!["revisions"]![0]!;
            (revision["name"]!.GetValue<string>(), revision["weight"]!.GetValue<int>(), revision["state"]!.GetValue<string>()).ShouldBe(("api--v1", 100, "Running"));
            revision["replicas"]!.AsArray().Single()!["ready"]!.GetValue<bool>().ShouldBeTrue();
            content["happenings"]!.AsArray().Select(happening => happening!["text"]!.GetValue<string>()).ShouldContain("became the latest ready revision");
        });
    }

    [Fact]
    public async Task Events_SendTheSnapshotAtOnce()
    {
        using var opened = await OpenAsync();

        await using var stream = await browser.GetStreamAsync("/events");
        using var reader = new StreamReader(stream);

        (await reader.ReadLineAsync())!.ShouldStartWith("data: {\"ingressPort\":");
    }

    [Fact]
    public async Task Page_OnTheManagementPort_IsNotThere()
    {
        var (status, code, _) = await azure.SendAsync(HttpMethod.Get, "/page.js").ErrorAsync();

        (status, code).ShouldBe((404, "InvalidResourceType"));
    }

    private Task<HttpResponseMessage> OpenAsync() => browser.GetAsync($"/?key={Secret.ReadOrCreate(azure.State.PageKey)}");
}
