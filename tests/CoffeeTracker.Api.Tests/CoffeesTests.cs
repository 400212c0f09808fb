using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoffeeTracker.Hosting;
using Npgsql;
using Testing;

namespace CoffeeTracker.Api;

public sealed class CoffeesTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly CancellationToken token = TestContext.Current.CancellationToken;
    private RunningApi api = null!;
    private HttpClient visitor = null!;

    public async ValueTask InitializeAsync()
    {
        api = await RunningApi.StartAsync(postgres);
        visitor = api.Visitor();
    }

    public async ValueTask DisposeAsync()
    {
        visitor.Dispose();
        await api.DisposeAsync();
    }

    [Fact]
    public async Task Log_OfACoffee_AnswersItWithItsCaffeine()
    {
        var response = await visitor.PostAsJsonAsync("/coffees", new { type = "filter", size = "large", consumedAt = "2026-03-29T09:30:00+02:00" }, token);

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var logged = await response.Content.ReadFromJsonAsync<CoffeeView>(token);
        logged.ShouldBe(new CoffeeView(logged!.Id, "filter", "large", 143, new DateTimeOffset(2026, 3, 29, 7, 30, 0, TimeSpan.Zero)));
        response.Headers.Location.ShouldBe(new Uri($"/coffees/{logged.Id}", UriKind.Relative));
        (await visitor.GetFromJsonAsync<CoffeeView>(response.Headers.Location, token)).ShouldBe(logged);
    }

    [Fact]
    public async Task Log_WithoutATime_MeansNow()
    {
        var before = TimeProvider.System.GetUtcNow();

        var logged = await LogAsync("espresso", "small", null);

        logged.ConsumedAt.ShouldBeInRange(before.AddMilliseconds(-1), TimeProvider.System.GetUtcNow());
        (await ListAsync("")).ShouldHaveSingleItem().Id.ShouldBe(logged.Id);
    }

    [Fact]
    public async Task Log_OfNonsense_SaysWhatIsWrongWithEachField()
    {
        var response = await visitor.PostAsJsonAsync("/coffees", new { type = "tea", size = (string?)null, consumedAt = "2999-01-01T00:00:00Z" }, token);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var errors = (await response.Content.ReadFromJsonAsync<JsonNode>(token))!["errors"]!;
        errors["type"]![0]!.ToString().ShouldBe("'tea' is not on the menu. Give espresso, filter, americano, cappuccino, latte, flat-white, cold-brew, decaf.");
        errors["size"]![0]!.ToString().ShouldBe("'' is not a size. Give small, medium, large.");
        errors["consumedAt"]![0]!.ToString().ShouldBe("This is in the future. Give when it was drunk.");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"type\":\"latte\",\"size\":\"small\",\"consumedAt\":\"yesterday\"}")]
    public async Task Log_OfWhatIsNoOrder_IsAProblem(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        var response = await visitor.PostAsync("/coffees", content, token);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Log_OfMoreThanTenMegabytes_IsRefused()
    {
        // The body is only sent when the server asks for it, which it does not.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/coffees")
        {
            Content = new StringContent($"{{\"type\":\"{new string('x', 10 * 1024 * 1024)}\"}}", System.Text.Encoding.UTF8, "application/json"),
            Headers = { ExpectContinue = true },
        };

        var response = await visitor.SendAsync(request, token);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task List_OfADay_HasItsCoffeesFromMidnightToMidnight()
    {
        await LogAsync("latte", "small", "2026-03-28T23:59:59.999Z");
        var last = await LogAsync("latte", "medium", "2026-03-29T23:59:59.999Z");
        var first = await LogAsync("decaf", "large", "2026-03-29T00:00:00Z");
        await LogAsync("latte", "large", "2026-03-30T00:00:00Z");

        (await ListAsync("?day=2026-03-29")).ShouldBe([first, last]);
    }

    [Theory]
    [InlineData("/coffees?day=tomorrow", "day", "'tomorrow' is not a day. Give yyyy-MM-dd.")]
    [InlineData("/coffees?day=9999-12-31", "day", "'9999-12-31' is not a day. Give yyyy-MM-dd.")]
    [InlineData("/days/2026-02-30", "day", "'2026-02-30' is not a day. Give yyyy-MM-dd.")]
    [InlineData("/days?to=2026-02-01", "from", "'' is not a day. Give yyyy-MM-dd.")]
    [InlineData("/days?from=2026-02-02&to=2026-02-01", "to", "'2026-02-01' is not within 31 days from '2026-02-02'. Give a day from then on, at most 30 later.")]
    [InlineData("/days?from=2026-01-01&to=2026-02-01", "to", "'2026-02-01' is not within 31 days from '2026-01-01'. Give a day from then on, at most 30 later.")]
    public async Task Question_ThatMakesNoSense_SaysWhy(string path, string field, string error)
    {
        var response = await visitor.GetAsync(path, token);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonNode>(token))!["errors"]![field]![0]!.ToString().ShouldBe(error);
    }

    [Fact]
    public async Task Delete_OfACoffee_ForgetsIt()
    {
        var coffee = await LogAsync("latte", "small", null);

        (await visitor.DeleteAsync($"/coffees/{coffee.Id}", token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await visitor.DeleteAsync($"/coffees/{coffee.Id}", token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.GetAsync($"/coffees/{coffee.Id}", token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Visitor_WithAnotherCookie_NeitherSeesNorDeletes()
    {
        var coffee = await LogAsync("latte", "small", null);
        using var other = api.Visitor();

        (await other.GetFromJsonAsync<List<CoffeeView>>("/coffees", token)).ShouldBeEmpty();
        (await other.GetAsync($"/coffees/{coffee.Id}", token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.DeleteAsync($"/coffees/{coffee.Id}", token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ListAsync("")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Cookie_PassedOnByAnotherService_NamesTheUser()
    {
        var user = new AnonymousUser(Guid.NewGuid());
        using var front = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = api.Address };
        front.DefaultRequestHeaders.Add("Cookie", user.Cookie);

        var response = await front.PostAsJsonAsync("/coffees", new { type = "latte", size = "small" }, token);

        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await front.GetFromJsonAsync<List<CoffeeView>>("/coffees", token)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("http", "; httponly")]
    [InlineData("https", "; secure; samesite=lax; httponly")]
    public async Task Cookie_OfANewUser_IsClosedToScripts(string scheme, string ending)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/coffees") { Headers = { { "X-Forwarded-Proto", scheme } } };

        var cookie = (await visitor.SendAsync(request, token)).Headers.GetValues("Set-Cookie").Single();

        cookie.ShouldStartWith("coffee-user=");
        cookie.ShouldEndWith(ending);
        cookie.ShouldContain("samesite=lax");
    }

    [Fact]
    public async Task Summary_OfDays_CountsCoffeesAndCaffeine()
    {
        await LogAsync("espresso", "medium", "2026-03-01T08:00:00Z");
        await LogAsync("espresso", "large", "2026-03-01T09:00:00Z");
        await LogAsync("decaf", "medium", "2026-03-03T09:00:00Z");

        (await visitor.GetFromJsonAsync<DaySummary>("/days/2026-03-01", token)).ShouldBe(new DaySummary(new(2026, 3, 1), 2, 200));
        (await visitor.GetFromJsonAsync<List<DaySummary>>("/days?from=2026-02-28&to=2026-03-03", token)).ShouldBe(
        [
            new(new(2026, 2, 28), 0, 0), new(new(2026, 3, 1), 2, 200), new(new(2026, 3, 2), 0, 0), new(new(2026, 3, 3), 1, 5),
        ]);
    }

    [Fact]
    public async Task Coffee_OfTheReleaseBefore_HasTheCaffeineOfTheMenu()
    {
        var user = new AnonymousUser(Guid.NewGuid());
        await using (var insert = ((NpgsqlDataSource)api.Services.GetService(typeof(NpgsqlDataSource))!).CreateCommand(
            "INSERT INTO coffees (id, owner, type, size, consumed_at) VALUES (gen_random_uuid(), $1, 'cold-brew', 'large', '2026-03-01Z')"))
        {
            insert.Parameters.AddWithValue(user.Id);
            await insert.ExecuteNonQueryAsync(token);
        }

        visitor.DefaultRequestHeaders.Add("Cookie", user.Cookie);

        (await ListAsync("?day=2026-03-01")).ShouldHaveSingleItem().Caffeine.ShouldBe(233);
        (await visitor.GetFromJsonAsync<DaySummary>("/days/2026-03-01", token)).ShouldBe(new DaySummary(new(2026, 3, 1), 1, 233));
    }

    [Fact]
    public async Task Menu_OffersWhatCanBeLogged()
    {
        var menu = await visitor.GetFromJsonAsync<Menu.MenuView>("/menu", token);

        foreach (var type in menu!.Types)
            (await LogAsync(type.Name, "medium", null)).Caffeine.ShouldBe(type.Caffeine);
        menu.Sizes.Select(size => size.Title).ShouldBe(["Small", "Medium", "Large"]);
    }

    private async Task<CoffeeView> LogAsync(string type, string size, string? consumedAt)
    {
        var response = await visitor.PostAsJsonAsync("/coffees", new { type, size, consumedAt }, token);
        return JsonSerializer.Deserialize<CoffeeView>(
            await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(token), JsonSerializerOptions.Web)!;
    }

    private async Task<List<CoffeeView>> ListAsync(string query) => (await visitor.GetFromJsonAsync<List<CoffeeView>>($"/coffees{query}", token))!;
}
