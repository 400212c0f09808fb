using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CoffeeTracker.Data;
using CoffeeTracker.Hosting;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;

namespace CoffeeTracker.Api;

public sealed class HostingTests(PostgresServer postgres)
{
    private const string Nobody = "Host=127.0.0.1;Port=9;Database=coffee;Username=nobody;Timeout=1";
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Version_TellsWhatTheDeploymentToldIt()
    {
        await using var api = RunningApi.Start(Nobody, host => host
            .UseSetting("CONTAINER_APP_NAME", "coffee-api").UseSetting("CONTAINER_APP_REVISION", "coffee-api--r1")
            .UseSetting("FROSTLINE_RELEASE", "1.2.3").UseSetting("FROSTLINE_COMMIT", "abc"));
        using var visitor = api.Visitor();

        (await visitor.GetStringAsync("/version", token))
            .ShouldBe("""{"service":"coffee-api","release":"1.2.3","commit":"abc","revision":"coffee-api--r1"}""");
    }

    [Fact]
    public async Task HealthProbe_OfAServiceThatLives_SaysSo_AndOfAnotherDoesNot()
    {
        await using var api = RunningApi.Start(Nobody);

        (await HealthProbe.RunAsync($"{api.Address.Port};1")).ShouldBe(0);
        (await HealthProbe.RunAsync("9")).ShouldBe(1);
        (await HealthProbe.RunAsync("no port")).ShouldBe(1);
    }

    [Fact]
    public async Task Replica_WithoutItsDatabase_LivesButIsNotReady()
    {
        await using var api = RunningApi.Start(Nobody);
        using var visitor = api.Visitor();

        (await visitor.GetAsync("/health/live", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.GetAsync("/health/ready", token)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var answer = await visitor.GetAsync("/coffees", token);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await answer.Content.ReadAsStringAsync(token)).ShouldNotContain("Npgsql");
    }

    [Fact]
    public async Task Replica_BeforeItsDatabaseWasMigrated_IsNotReady()
    {
        var connection = await postgres.CreateEmptyDatabaseAsync();
        await using var api = RunningApi.Start(connection);
        using var visitor = api.Visitor();
        (await visitor.GetAsync("/health/ready", token)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await using (var context = new CoffeeContext(new DbContextOptionsBuilder<CoffeeContext>().UseNpgsql(connection).Options))
            await context.Database.MigrateAsync(token);

        // A database that answers later than a probe waits is no database to it, as on a busy machine.
        await Eventually.Is(async () => (await visitor.GetAsync("/health/ready", token)).StatusCode == HttpStatusCode.OK);
        await Eventually.Is(async () => (await visitor.GetAsync("/health", token)).StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Connection_LostBetweenRequests_IsMadeAgain()
    {
        await using var api = await RunningApi.StartAsync(postgres);
        using var visitor = api.Visitor();
        await visitor.GetAsync("/coffees", token);
        await using (var cut = api.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"))
            await cut.ExecuteNonQueryAsync(token);

        (await visitor.PostAsJsonAsync("/coffees", new { type = "latte", size = "small" }, token)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await visitor.GetAsync("/coffees", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Stop_WhenARequestIsInFlight_LetsItFinishAndSaysNotReadyMeanwhile()
    {
        await using var api = await RunningApi.StartAsync(postgres, host => host.UseSetting("Shutdown:Drain", "00:00:04"));
        using var visitor = api.Visitor();
        await using var holder = await api.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(token);
        await using var transaction = await holder.BeginTransactionAsync(token);
        await using (var hold = new NpgsqlCommand("LOCK TABLE coffees IN EXCLUSIVE MODE", holder, transaction))
            await hold.ExecuteNonQueryAsync(token);
        var inFlight = visitor.PostAsJsonAsync("/coffees", new { type = "latte", size = "small" }, token);
        await Eventually.Is(() => IsWaitingForLockAsync(api));

        var stop = api.StopAsync();
        await Eventually.Is(async () => (await visitor.GetAsync("/health/ready", token)).StatusCode == HttpStatusCode.ServiceUnavailable);
        await Eventually.Is(async () => !await IsListeningAsync(api.Address));
        stop.IsCompleted.ShouldBeFalse();
        await transaction.RollbackAsync(token);

        (await inFlight).StatusCode.ShouldBe(HttpStatusCode.Created);
        await stop.WaitAsync(TimeSpan.FromMinutes(1), token);
    }

    [Theory]
    [InlineData("abc-1.2_3", true)]
    [InlineData("two words", false)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789", false)]
    public async Task CorrelationId_WhenItIsAShortWord_IsTakenOver(string given, bool taken)
    {
        await using var api = RunningApi.Start(Nobody);
        using var visitor = api.Visitor();
        visitor.DefaultRequestHeaders.Add("X-Correlation-ID", given);

        var answered = (await visitor.GetAsync("/version", token)).Headers.GetValues("X-Correlation-ID").Single();

        (answered == given).ShouldBe(taken);
        answered.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Answer_CarriesTheHeadersThatBrowsersObey()
    {
        await using var api = RunningApi.Start(Nobody);
        using var visitor = api.Visitor();
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        var headers = (await visitor.GetAsync("/menu", token)).Headers;

        headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; frame-ancestors 'none'"]);
        headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000; includeSubDomains"]);
        headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        headers.Contains("Permissions-Policy").ShouldBeTrue();
        headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task Answer_ForAClientThatUnpacks_IsCompressed()
    {
        await using var api = RunningApi.Start(Nobody);
        using var visitor = api.Visitor();
        visitor.DefaultRequestHeaders.Add("Accept-Encoding", "br");

        (await visitor.GetAsync("/menu", token)).Content.Headers.ContentEncoding.ShouldBe(["br"]);
    }

    [Fact]
    public async Task Metrics_TellOfRequestsRuntimeAndDatabase()
    {
        await using var api = await RunningApi.StartAsync(postgres);
        using var visitor = api.Visitor();
        await visitor.GetAsync("/coffees", token);

        var answer = await visitor.GetAsync("/metrics", token);

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var lines = (await answer.Content.ReadAsStringAsync(token)).Split('\n');
        lines.ShouldContain("# TYPE http_server_request_duration_seconds histogram");
        lines.ShouldContain(line => line.StartsWith("http_server_request_duration_seconds_count{", StringComparison.Ordinal) && line.Contains("http_route=\"/coffees/\"", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("db_client_operation_duration_seconds_count{", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("db_client_connection_count{", StringComparison.Ordinal) && line.Contains("{db_client_connection_pool_name=\"Coffee\",db_client_connection_state=\"idle\"}", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("dotnet_gc_pause_time_seconds_total ", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("dotnet_thread_pool_thread_count_total ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_AskedForThroughIngress_AreNotFound()
    {
        await using var api = RunningApi.Start(Nobody);
        using var visitor = api.Visitor();
        visitor.DefaultRequestHeaders.Add("X-Forwarded-For", "127.0.0.1");

        (await visitor.GetAsync("/metrics", token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task OpenApiDocument_DescribesEveryResource()
    {
        await using var api = RunningApi.Start(Nobody);
        using var visitor = api.Visitor();

        var document = await visitor.GetFromJsonAsync<JsonNode>("/openapi/v1.json", token);

        document!["paths"]!.AsObject().Select(path => path.Key)
            .ShouldBe(["/version", "/menu", "/coffees", "/coffees/{id}", "/days", "/days/{day}"], ignoreOrder: true);
    }

    [Fact]
    public async Task RateLimit_WhenItIsSet_SlowsOneUserAndNobodyElse()
    {
        await using var api = RunningApi.Start(Nobody, host => host.UseSetting("RateLimit:RequestsPerSecond", "1"));
        using var visitor = api.Visitor();
        using var other = api.Visitor();
        visitor.DefaultRequestHeaders.Add("Cookie", $"coffee-user={Guid.NewGuid()}");

        HttpResponseMessage answer = null!;
        await Eventually.Is(async () => (answer = await visitor.GetAsync("/menu", token)).StatusCode == HttpStatusCode.TooManyRequests);

        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await other.GetAsync("/menu", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.GetAsync("/health/live", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task RateLimit_WhenItIsNotSet_LetsEverythingPass()
    {
        await using var api = RunningApi.Start(Nobody);
        using var visitor = api.Visitor();

        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => visitor.GetAsync("/menu", token)));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Origin_ThatWasNamed_MayCall()
    {
        await using var api = RunningApi.Start(Nobody, host => host.UseSetting("Cors:Origins:0", "https://coffee.example"));
        using var visitor = api.Visitor();

        (await AllowedOriginAsync("https://coffee.example")).ShouldBe("https://coffee.example");
        (await AllowedOriginAsync("https://stranger.example")).ShouldBeNull();

        async Task<string?> AllowedOriginAsync(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/menu") { Headers = { { "Origin", origin } } };
            var headers = (await visitor.SendAsync(request, token)).Headers;
            return headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
        }
    }

    private async Task<bool> IsWaitingForLockAsync(RunningApi api)
    {
        await using var command = api.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database WHERE datname = current_database() AND NOT granted");
        return (long)(await command.ExecuteScalarAsync(token))! > 0;
    }

    private static async Task<bool> IsListeningAsync(Uri address)
    {
        using var client = new System.Net.Sockets.TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
