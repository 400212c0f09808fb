using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using LocalAzure.Ingress;
using LocalAzure.Tests.Revisions;
using Testing;

namespace LocalAzure.Tests.Ingress;

public sealed class Forwarding
{
    private const string Host = "app.test.localhost";

    [Fact]
    public async Task Request_ReachesReplicaWithItsHostAndWhoAsked()
    {
        await using var plane = await StartAsync();

        var headers = JsonSerializer.Deserialize<Dictionary<string, string>>(await plane.GetAsync(Host, "/headers"))!;

        headers["Host"].ShouldBe(Host);
        headers["X-Forwarded-Host"].ShouldBe(Host);
        headers["X-Forwarded-Proto"].ShouldBe("http");
        headers["X-Forwarded-For"].ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task Request_WithABody_IsEchoedByte()
    {
        await using var plane = await StartAsync();
        var body = new byte[3_000_000];
        Random.Shared.NextBytes(body);

        using var response = await plane.SendAsync(Host, "/echo", HttpMethod.Post, new ByteArrayContent(body));

        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(body);
    }

    [Fact]
    public async Task Events_AreStreamedAsTheyCome()
    {
        await using var plane = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events?count=100000");
        request.Headers.Host = Host;

        using var response = await plane.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = await reader.ReadLineAsync();

        first.ShouldBe("data: 0");
        var replica = plane.Revisions.Find("app--a")!.Replicas[0];
        plane.Platform.Endpoints.InFlight(replica.Name).ShouldBe(1);
        await DataPlane.TellAsync(replica);
        (await reader.ReadToEndAsync()).ShouldEndWith("data: told\n\n");
    }

    [Fact]
    public async Task WebSocket_Passes()
    {
        await using var plane = await StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Host", Host);

        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{plane.Options.IngressPort}/socket"), CancellationToken.None);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[16];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None);

        System.Text.Encoding.UTF8.GetString(buffer, 0, received.Count).ShouldBe("hello");
    }

    [Fact]
    public async Task Request_WithUnknownHost_IsToldTheKnownOnes()
    {
        await using var plane = await StartAsync();

        using var response = await plane.SendAsync("other.localhost", "/");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            "Nobody answers for host 'other.localhost'. Send one of these as Host:\napp--a.test.localhost\napp.test.localhost\n");
    }

    [Fact]
    public async Task Request_WhenAReplicaRefusesTheConnection_GoesToAnother()
    {
        await using var plane = await StartAsync();
        plane.Platform.Endpoints.Open("app--a", "dead", new Uri($"http://127.0.0.1:{DataPlane.Ports.Take()}"));

        for (var i = 0; i < 20; i++)
        {
            using var response = await plane.SendAsync(Host, "/echo", HttpMethod.Post, new StringContent("hello"));
            (await response.Content.ReadAsStringAsync()).ShouldBe("hello");
        }
    }

    [Fact]
    public async Task PlainPorts_OpenAndCloseWhileOthersServe()
    {
        await using var plane = await StartAsync();
        var (first, second) = (DataPlane.Ports.Take(), DataPlane.Ports.Take());
        using var client = new HttpClient();

        await plane.Ingress.ApplyAsync(OnPort(first), CancellationToken.None);
        (await client.GetStringAsync($"http://127.0.0.1:{first}/")).ShouldBe("app--a");
        var slow = client.GetStringAsync($"http://127.0.0.1:{first}/wait");
        var replica = plane.Revisions.Find("app--a")!.Replicas[0];
        await Eventually.Is(() => plane.Platform.Endpoints.InFlight(replica.Name) == 1);

        await plane.Ingress.ApplyAsync(OnPort(second), CancellationToken.None);

        (await client.GetStringAsync($"http://127.0.0.1:{second}/")).ShouldBe("app--a");
        await DataPlane.TellAsync(replica);
        (await slow).ShouldBe("app--a");
        await Eventually.Holds(() => Should.ThrowAsync<HttpRequestException>(() => client.GetStringAsync($"http://127.0.0.1:{first}/")));
    }

    [Fact]
    public async Task PlainPort_WhenItIsTaken_IsReportedAndTheRestIsInForce()
    {
        await using var plane = await StartAsync();

        var failure = await Should.ThrowAsync<IngressPortException>(
            () => plane.Ingress.ApplyAsync(OnPort(plane.Options.IngressPort), CancellationToken.None));

        failure.Message.ShouldStartWith($"Port {plane.Options.IngressPort} of app 'app' cannot be opened: ");
        (await plane.GetAsync(Host, "/")).ShouldBe("app--a");
    }

    [Fact]
    public async Task Traffic_IsCountedPerRevisionAndStatusClass()
    {
        await using var plane = await StartAsync();

        await plane.GetAsync(Host, "/");
        await plane.GetAsync(Host, "/slow?ms=100");
        await plane.SendAsync(Host, "/nowhere");

        // An answer is out a moment before it is counted.
        await Eventually.Is(() => plane.Traffic.Read("app--a").Sum(second => second.Requests) == 3);
        var seconds = plane.Traffic.Read("app--a");
        seconds.Sum(second => second.ByStatusClass[1].Count).ShouldBe(2);
        seconds.Sum(second => second.ByStatusClass[3].Count).ShouldBe(1);
        seconds.Max(second => second.ByStatusClass[1].Longest).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(95));
    }

    private static RoutingTable OnPort(int port) => new(
        [new AppRoute("app", Host, port, [new TrafficTarget("app--a", 100)], new Dictionary<string, string>())]);

    private static async Task<DataPlane> StartAsync()
    {
        var plane = await DataPlane.StartAsync();
        await plane.StartReadyAsync(DataPlane.Spec("app--a"));
        await plane.RouteAsync("app--a");
        return plane;
    }
}
