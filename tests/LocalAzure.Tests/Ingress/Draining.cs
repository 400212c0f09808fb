using System.Net.WebSockets;
using LocalAzure.Ingress;
using LocalAzure.Tests.Revisions;
using Testing;

namespace LocalAzure.Tests.Ingress;

/// <summary>What becomes of requests of every kind when the revision that answers them is stopped.</summary>
public sealed class Draining
{
    private const string Host = "app.test.localhost";

    [Fact]
    public async Task Stop_LetsRequestsStreamsAndWebSocketsFinish_AndCountsThem()
    {
        await using var plane = await StartAsync(DataPlane.LongGrace);
        using var socket = await ConnectAsync(plane);
        var slow = plane.GetAsync(Host, "/wait");
        var events = plane.GetAsync(Host, "/events?count=100000");
        await InFlightAsync(plane, 3);
        var replica = plane.Revisions.Find("app--a")!.Replicas[0];

        var stop = plane.Revisions.StopAsync("app--a", CancellationToken.None);
        await Eventually.Is(() => plane.Drains.Read("app--a").Count == 1);
        await socket.SendAsync("bye"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        await DataPlane.TellAsync(replica);

        (await slow).ShouldBe("app--a");
        (await events).ShouldEndWith("data: told\n\n");
        (await socket.ReceiveAsync(new byte[16], CancellationToken.None)).Count.ShouldBe(3);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await stop;
        var drain = plane.Drains.Read("app--a").Single();
        (drain.InFlight, drain.Finished, drain.Cut, drain.Abandoned).ShouldBe((3, new RequestCounts(1, 1, 1), new RequestCounts(), new RequestCounts()));
        drain.Drained.ShouldNotBeNull();
    }

    [Fact]
    public async Task Stop_CutsWhatOutlivesTheGracePeriod_AndCountsIt()
    {
        await using var plane = await StartAsync(TimeSpan.FromSeconds(1));
        var slow = plane.SendAsync(Host, "/slow?ms=90000");
        var events = plane.GetAsync(Host, "/events?count=10000");
        using var socket = await ConnectAsync(plane);
        await InFlightAsync(plane, 3);

        await plane.Revisions.StopAsync("app--a", CancellationToken.None);

        using (var answer = await slow)
            ((int)answer.StatusCode).ShouldBeOneOf([502, 503]);
        await Should.ThrowAsync<Exception>(() => events);
        await Eventually.Is(() => plane.Drains.Read("app--a").Single() is { Drained: not null } drain && drain.Cut == new RequestCounts(1, 1, 1));
    }

    [Fact]
    public async Task Stop_CountsWhatItsCallersGaveUpApart()
    {
        await using var plane = await StartAsync(TimeSpan.FromSeconds(60));
        using var given = new CancellationTokenSource();
        var slow = plane.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/slow?ms=90000") { Headers = { Host = Host } }, given.Token);
        await InFlightAsync(plane, 1);

        var stop = plane.Revisions.StopAsync("app--a", CancellationToken.None);
        await Eventually.Is(() => plane.Drains.Read("app--a").Count == 1);
        await given.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => slow);
        await stop;
        await Eventually.Is(() => plane.Drains.Read("app--a").Single().Abandoned == new RequestCounts(Requests: 1));
    }

    private static async Task<DataPlane> StartAsync(TimeSpan grace)
    {
        var plane = await DataPlane.StartAsync();
        await plane.StartReadyAsync(DataPlane.Spec("app--a") with { TerminationGracePeriod = grace });
        await plane.RouteAsync("app--a");
        return plane;
    }

    private static async Task<ClientWebSocket> ConnectAsync(DataPlane plane)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Host", Host);
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{plane.Options.IngressPort}/socket"), CancellationToken.None);
        return socket;
    }

    private static Task InFlightAsync(DataPlane plane, int requests) =>
        Eventually.Is(() => plane.Platform.Endpoints.InFlight(plane.Revisions.Find("app--a")!.Replicas[0].Name) == requests);
}
