using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Scenarios;
using Microsoft.AspNetCore.Http;
using static LoadTesting.Tests.Engines.EngineRuns;

namespace LoadTesting.Tests.Engines;

/// <summary>Users who must sign in before they ask.</summary>
public sealed class SignInTests
{
    [Fact]
    public async Task SignIn_ThatTakesLong_IsNoLagOfTheGenerator_AndNotTheTimeOfAnotherRequest()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (context.Request.Path == "/sign-in")
                await Task.Delay(800);
            await context.Response.WriteAsync("""{"token":"t1"}""");
        });

        // All come while the one user signs in.
        var seen = await RunAsync(server.Address, Rate(1000, 0.01), SigningIn() with { Identities = 1 });

        var signIn = seen.Requests[0].Response.Snapshot().Smallest;
        Milliseconds(signIn).ShouldBeGreaterThan(750);
        (seen.Requests[0].Count, seen.Requests[1].Count).ShouldBe((1, 10));
        // Whoever waits for the sign-in is sent the moment it is done, and its time is not counted again.
        seen.Requests[1].Response.Snapshot().Smallest.ShouldBeLessThan(signIn / 2);
        seen.Lag.Snapshot().Quantile(0.5).ShouldBeLessThan(signIn / 2);
    }

    [Fact]
    public async Task SignIn_ThatFails_IsTriedAgain_AndWhatNeedsItIsNotSent()
    {
        var attempts = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            if (context.Request.Path == "/sign-in" && Interlocked.Increment(ref attempts) <= 3)
                context.Response.StatusCode = 503;
            return context.Response.WriteAsync("""{"token":"t1"}""");
        });

        // One user, who comes again only when the attempt before is over.
        var plan = Plan(server.Address, Users(1, 600), SigningIn() with { Identities = 1, ThinkTime = TimeSpan.FromMilliseconds(1) });
        var seen = await RunUntilAsync(plan, recorder => recorder.Requests[1].Statuses.ContainsKey(200));

        seen.Requests[0].Statuses.ShouldBe(new Dictionary<int, long> { [200] = 1, [503] = 3 });
        seen.Requests[1].ErrorsByKind[ErrorKind.NotSent].ShouldBe(3);
        seen.Requests[1].Samples[ErrorKind.NotSent].ShouldBe(["its user could not sign in"]);
    }

    [Fact]
    public async Task HeadersOfAllRequests_HoldWhatTheSignInBrought_AndTheSignInGoesWithoutThem()
    {
        var seenTokens = new System.Collections.Concurrent.ConcurrentDictionary<string, string>();
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            seenTokens[context.Request.Path] = $"{context.Request.Headers.Authorization} {context.Request.Headers["X-Kind"]}";
            return context.Response.WriteAsync("""{"token":"t1"}""");
        });
        var scenario = Scenario(new RequestSettings { Name = "menu", Path = "/menu" }) with
        {
            Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer ${token}", ["X-Kind"] = "load" },
            SignIn = new() { Name = "sign in", Path = "/sign-in", Extract = Map("token", "token") },
        };

        await RunAsync(server.Address, Rate(20, 0.3), scenario);

        seenTokens.ShouldBe(new Dictionary<string, string> { ["/menu"] = "Bearer t1 load", ["/sign-in"] = " load" }, ignoreOrder: true);
    }

    private static Scenario SigningIn() => Scenario(new RequestSettings { Name = "menu", Path = "/menu", Headers = Map("X-Token", "${token}") }) with
    {
        SignIn = new() { Name = "sign in", Path = "/sign-in", Extract = Map("token", "token") },
    };
}
