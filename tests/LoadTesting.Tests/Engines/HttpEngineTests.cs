using System.Collections.Concurrent;
using System.Text.Json;
using Frostline.LoadTesting;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using static LoadTesting.Tests.Engines.EngineRuns;

namespace LoadTesting.Tests.Engines;

/// <summary>The generator against real servers.</summary>
public sealed class HttpEngineTests
{
    [Fact]
    public async Task OpenLoad_AgainstAServerThatStalls_SeesTheWaitOfEveryoneWhoCameMeanwhile()
    {
        // Shut for 200 ms of every second: a fifth of all who come wait, evenly from 0 to 200 ms. So p90 is 100 ms and p95 150 ms.
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Stalling(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(200)));

        var seen = (await RunAsync(server.Address, Rate(200, 4))).Requests[0].Response.Snapshot();

        // Other work on this machine makes both longer, never shorter. Users who wait for their answers would hardly come while it stalls.
        Milliseconds(seen.Quantile(0.9)).ShouldBeGreaterThan(65);
        Milliseconds(seen.Quantile(0.95)).ShouldBeGreaterThan(115);
    }

    [Fact]
    public async Task Users_WhoThink_NeverSendBeforeTheyAreDue()
    {
        await using var server = await ScriptedServer.StartAsync(_ => Task.CompletedTask);

        var seen = await RunUntilAsync(Plan(server.Address, Users(20, 600), Scenario() with { ThinkTime = TimeSpan.FromMilliseconds(20) }), recorder => recorder.Ended > 200);

        var request = seen.Requests[0];
        request.Response.Snapshot().Smallest.ShouldBeGreaterThanOrEqualTo(request.Service.Snapshot().Smallest);
    }

    [Fact]
    public async Task OpenLoad_KeepsItsPlan_WhateverTheServiceDoes()
    {
        // Nobody is answered before the last one came: whoever waited for an answer would never get there.
        var (coming, last) = (200, new TaskCompletionSource());
        await using var server = await ScriptedServer.StartAsync(_ =>
        {
            if (Interlocked.Decrement(ref coming) == 0)
                last.SetResult();
            return last.Task;
        });

        var seen = await RunAsync(server.Address, Rate(200, 1), Scenario() with { Timeout = TimeSpan.FromMinutes(1) });

        seen.Requests[0].Statuses.ShouldBe(new Dictionary<int, long> { [200] = 200 });
        Milliseconds(seen.Requests[0].Response.Snapshot().Largest).ShouldBeGreaterThan(990);
        seen.InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task Chain_FillsInWhatItExtracted_AndSignsEachUserInOnce()
    {
        var paths = new ConcurrentQueue<string>();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            paths.Enqueue($"{context.Request.Method} {context.Request.Path} {context.Request.Headers["X-Token"]} {await new StreamReader(context.Request.Body).ReadToEndAsync()}");
            await context.Response.WriteAsync(context.Request.Path == "/sign-in" ? """{"token":"t1"}""" : """{"items":[{"id":"42"}]}""");
        });
        var scenario = Scenario(new RequestSettings
        {
            Name = "log", Path = "/coffees", Method = "POST", Headers = Map("X-Token", "${token}"), Body = JsonDocument.Parse("""{"n":"${number}"}""").RootElement,
            Extract = Map("coffee", "items[0].id"), Then = [new() { Name = "find", Path = "/coffees/${coffee}" }],
        }) with { Identities = 1, SignIn = new() { Name = "sign in", Path = "/sign-in", Extract = Map("token", "token") } };

        var seen = await RunAsync(server.Address, Rate(10, 1), scenario);

        paths.Count(path => path.StartsWith("GET /sign-in", StringComparison.Ordinal)).ShouldBe(1);
        paths.ShouldContain("POST /coffees t1 {\"n\":\"0\"}");
        paths.Count(path => path.StartsWith("GET /coffees/42", StringComparison.Ordinal)).ShouldBe(10);
        seen.Requests.Select(request => (request.Name, request.Count, request.Errors)).ShouldBe([("sign in", 1, 0), ("log", 10, 0), ("find", 10, 0)]);
    }

    [Fact]
    public async Task Answers_ThatWillNotDo_AreErrorsWithTheirReason()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/broken" ? 500 : 200;
            return context.Response.WriteAsync("hello");
        });
        var scenario = Scenario(
            new() { Name = "status", Path = "/broken", Weight = 50 }, new() { Name = "text", Path = "/", Weight = 50, Contains = "goodbye" });

        var seen = await RunAsync(server.Address, Rate(50, 1), scenario);

        seen.Requests[0].ErrorsByKind.Keys.ShouldBe([ErrorKind.Status]);
        seen.Requests[0].Samples[ErrorKind.Status].ShouldBe(["answered 500"]);
        seen.Requests[1].Samples[ErrorKind.Check].ShouldBe(["the answer does not hold 'goodbye'"]);
    }

    [Fact]
    public async Task Http2_WithoutTls_IsSpokenByPriorKnowledge()
    {
        var versions = new ConcurrentBag<string>();
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            versions.Add(context.Request.Protocol);
            return Task.CompletedTask;
        }, HttpProtocols.Http2);

        var seen = await RunAsync(server.Address, Rate(50, 0.5), Scenario() with { Http = HttpKind.Http2 });

        seen.Failed.ShouldBe(0);
        versions.Distinct().ShouldBe(["HTTP/2"]);
        seen.Connect.Snapshot().Count.ShouldBeLessThan(5);
    }

    [Fact]
    public async Task BodiesAndAnswers_OfMegabytes_GoThroughWhole()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            // Who reads late lets what is sent pile up until there is no room for more.
            await Task.Delay(50);
            await context.Request.Body.CopyToAsync(body);
            await context.Response.Body.WriteAsync(body.ToArray());
        });
        var text = new string('x', 6_000_000);

        var seen = await RunAsync(server.Address, Rate(4, 0.5), Scenario(new RequestSettings { Name = "echo", Path = "/", Method = "POST", Body = JsonSerializer.SerializeToElement(text) }));

        seen.Requests[0].Statuses.ShouldBe(new Dictionary<int, long> { [200] = 2 });
        seen.Requests[0].Bytes.ShouldBe(2 * text.Length);
    }

    [Fact]
    public async Task Connections_AreKept_ByWhomeverAsksAgain()
    {
        await using var server = await ScriptedServer.StartAsync(_ => Task.CompletedTask);

        var seen = await RunUntilAsync(Plan(server.Address, Users(1, 600), Scenario() with { ThinkTime = TimeSpan.FromMilliseconds(1) }), recorder => recorder.Ended > 20);

        seen.Connect.Snapshot().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Connections_ThatAreCold_AreMadeAnew()
    {
        await using var server = await ScriptedServer.StartAsync(_ => Task.CompletedTask);

        var seen = await RunAsync(server.Address, Rate(50, 1), Scenario() with { Connections = ConnectionKind.Cold });

        seen.Connect.Snapshot().Count.ShouldBe(50);
    }

    [Fact]
    public async Task Run_ThatIsCancelled_EndsAtOnce_AndKeepsWhatItSaw()
    {
        await using var server = await ScriptedServer.StartAsync(_ => Task.CompletedTask);

        var seen = await RunUntilAsync(Plan(server.Address, Rate(100, 600), Scenario()), recorder => recorder.Ended >= 10);

        seen.Ended.ShouldBeInRange(10, 10_000);
        seen.InFlight.ShouldBe(0);
    }
}
