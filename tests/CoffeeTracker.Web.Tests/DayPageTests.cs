using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CoffeeTracker.Api;
using CoffeeTracker.Hosting;
using Npgsql;
using Testing;

namespace CoffeeTracker.Web;

public sealed partial class DayPageTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly CancellationToken token = TestContext.Current.CancellationToken;
    private RunningApi api = null!;
    private RunningWeb web = null!;
    private HttpClient browser = null!;

    public async ValueTask InitializeAsync()
    {
        api = await RunningApi.StartAsync(postgres);
        web = new(api.Address);
        browser = web.Browser();
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await web.DisposeAsync();
        await api.DisposeAsync();
    }

    [Fact]
    public async Task Page_OfANewVisitor_IsTodayAndEmpty()
    {
        var response = await browser.GetAsync("/", token);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        var page = await response.Content.ReadAsStringAsync(token);
        page.ShouldStartWith("<!DOCTYPE html>\n<html lang=\"en\">");
        page.ShouldContain("<h1>Today</h1>");
        page.ShouldContain("Nothing yet.");
        page.ShouldContain("400 mg left of the 400 mg");
        response.Headers.GetValues("Set-Cookie").Single().ShouldStartWith("coffee-user=");
    }

    [Fact]
    public async Task Coffee_AddedWithTheForm_ShowsAfterARedirect()
    {
        var answer = await SubmitAsync(web.Browser(followsRedirects: false), ("type", "flat-white"), ("size", "large"), ("time", "00:00"));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.OriginalString.ShouldBe("/");

        var page = await ReadAsync(await SubmitAsync(browser, ("type", "flat-white"), ("size", "large"), ("time", "00:00")));

        Coffees(page).ShouldBe(["00:00 Flat white Large 195 mg"]);
        page.ShouldContain("205 mg left of the 400 mg");
        page.ShouldContain($"{Today():dddd, d MMMM}: 195 mg of caffeine, 1 coffee");
    }

    [Fact]
    public async Task Coffee_LoggedThroughTheApi_ShowsOnThePageOfTheSameUser()
    {
        var user = new AnonymousUser(Guid.NewGuid());
        using var visitor = api.Visitor();
        visitor.DefaultRequestHeaders.Add("Cookie", user.Cookie);
        browser.DefaultRequestHeaders.Add("Cookie", user.Cookie);

        await visitor.PostAsJsonAsync("/coffees", new { type = "espresso", size = "small" }, token);

        Coffees(await browser.GetStringAsync("/", token)).ShouldHaveSingleItem().ShouldEndWith("Espresso Small 60 mg");
        Coffees(await web.Browser().GetStringAsync("/", token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Coffee_OfAnotherDay_ShowsOnThatDay()
    {
        var page = await ReadAsync(await SubmitAsync(browser, ("type", "latte"), ("size", "small"), ("day", "2026-03-29"), ("time", "08:15")));

        page.ShouldContain("<h1>Sunday</h1>");
        Coffees(page).ShouldBe(["08:15 Latte Small 60 mg"]);
        page.ShouldContain("href=\"/?day=2026-03-28\"");
        page.ShouldContain("href=\"/?day=2026-03-30\"");
    }

    [Fact]
    public async Task Coffee_ThatWasDeleted_IsGone()
    {
        var page = await ReadAsync(await SubmitAsync(browser, ("type", "latte"), ("size", "small"), ("day", "2026-03-29"), ("time", "08:15")));
        var delete = DeleteAction().Match(page).Groups[1].Value;

        page = await ReadAsync(await browser.PostAsync(delete, null, token));

        page.ShouldContain("<h1>Sunday</h1>");
        Coffees(page).ShouldBeEmpty();
        (await browser.PostAsync(delete, null, token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("tea", "small", "08:15", "&#x27;tea&#x27; is not on the menu.")]
    [InlineData("latte", "", "08:15", "&#x27;&#x27; is not a size.")]
    [InlineData("latte", "small", "soon", "This is not a time. Give hours and minutes.")]
    public async Task Form_FilledInWrongly_ComesBackWithTheReason(string type, string size, string time, string reason)
    {
        var answer = await SubmitAsync(browser, ("type", type), ("size", size), ("time", time));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await answer.Content.ReadAsStringAsync(token);
        page.ShouldContain(reason);
        page.ShouldContain($"value=\"{time}\"");
    }

    [Fact]
    public async Task Markup_FromAStranger_IsShownAsText()
    {
        const string script = "<script>alert(1)</script>";
        var user = new AnonymousUser(Guid.NewGuid());
        await using (var insert = ((NpgsqlDataSource)api.Services.GetService(typeof(NpgsqlDataSource))!).CreateCommand(
            "INSERT INTO coffees (id, owner, type, size, consumed_at) VALUES (gen_random_uuid(), $1, $2, '\"><img>', '2026-03-29Z')"))
        {
            insert.Parameters.AddWithValue(user.Id);
            insert.Parameters.AddWithValue(script);
            await insert.ExecuteNonQueryAsync(token);
        }

        browser.DefaultRequestHeaders.Add("Cookie", user.Cookie);
        var stored = await browser.GetStringAsync("/?day=2026-03-29", token);
        var reflected = await (await SubmitAsync(browser, ("type", script), ("size", "\"><img>"), ("time", "00:00"))).Content.ReadAsStringAsync(token);

        foreach (var page in new[] { stored, reflected })
        {
            page.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
            page.ShouldNotContain("<script");
            page.ShouldNotContain("<img");
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.OK)]
    [InlineData("Origin", "https://stranger.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "{here}", HttpStatusCode.OK)]
    public async Task Form_SentByAPage_IsTakenFromThisSiteOnly(string header, string value, HttpStatusCode expected)
    {
        browser.DefaultRequestHeaders.Add(header, value.Replace("{here}", $"http://{web.Address.Authority}", StringComparison.Ordinal));

        var answer = await SubmitAsync(browser, ("type", "latte"), ("size", "small"), ("time", "00:00"));

        answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Page_LetsBrowsersLoadNothingFromElsewhere()
    {
        var headers = (await browser.GetAsync("/", token)).Headers;

        var policy = headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; style-src 'sha256-");
        policy.ShouldEndWith("frame-ancestors 'none'");
        headers.GetValues("Cache-Control").ShouldBe(["no-store"]);
    }

    private static DateOnly Today() => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private async Task<HttpResponseMessage> SubmitAsync(HttpClient client, params (string Name, string Value)[] fields)
    {
        var form = new Dictionary<string, string> { ["day"] = $"{Today():yyyy-MM-dd}" };
        foreach (var (name, value) in fields)
            form[name] = value;
        using var content = new FormUrlEncodedContent(form);
        return await client.PostAsync("/", content, token);
    }

    private async Task<string> ReadAsync(HttpResponseMessage response) =>
        await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(token);

    private static List<string> Coffees(string page) =>
        [.. ListItem().Matches(page).Select(item => Space().Replace(Tag().Replace(item.Groups[1].Value, " ").Replace("×", "", StringComparison.Ordinal), " ").Trim())];

    [GeneratedRegex("<li>(.*?)</li>", RegexOptions.Singleline)]
    private static partial Regex ListItem();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("action=\"(/coffees/[^\"]*)\"")]
    private static partial Regex DeleteAction();
}
