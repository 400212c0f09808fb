using System.Net;

namespace CoffeeTracker.Web;

public sealed class HostingTests
{
    private static readonly Uri Nobody = new("http://127.0.0.1:9");
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replica_WithoutTheApi_IsReadyAndSaysSoKindly()
    {
        await using var web = new RunningWeb(Nobody);
        using var browser = web.Browser();

        (await browser.GetAsync("/health/live", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync("/health/ready", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await browser.GetAsync("/?day=2026-03-29", token);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        answer.Headers.Contains("Content-Security-Policy").ShouldBeTrue();
        (await answer.Content.ReadAsStringAsync(token)).ShouldContain("The machine is warming up");
    }

    [Fact]
    public async Task Version_TellsWhatTheDeploymentToldIt()
    {
        await using var web = new RunningWeb(Nobody, host => host.UseSetting("FROSTLINE_RELEASE", "1.2.3"));
        using var browser = web.Browser();

        (await browser.GetStringAsync("/version", token))
            .ShouldBe("""{"service":"CoffeeTracker.Web","release":"1.2.3","commit":"unknown","revision":"unknown"}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("coffee-api")]
    [InlineData("ftp://coffee-api")]
    public void Start_WithoutAnAddressOfTheApi_SaysWhatIsMissing(string address)
    {
        var error = Should.Throw<InvalidOperationException>(() => new RunningWeb(new Uri(address, UriKind.RelativeOrAbsolute)));

        error.Message.ShouldBe($"Api:Address: '{address}' is not an address. Give the API's http or https address.");
    }
}
