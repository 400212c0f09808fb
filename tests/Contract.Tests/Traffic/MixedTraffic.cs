using System.Diagnostics;
using System.Net.WebSockets;
using Frostline.Delivery.Platforms;

namespace Contract.Tests.Traffic;

/// <summary>Visitors of every kind who come by the clock, whatever the answers: short requests and long ones (5 ms to 5 s), event streams and
/// WebSockets. Each is held to be lost unless it came to its whole end.</summary>
internal sealed class MixedTraffic : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource stop = new();
    private readonly TrafficTally tally = new();
    private readonly Uri address;
    private readonly HttpClient client;
    private readonly HttpMessageInvoker sockets;
    private readonly Task coming;
    private long sent;

    /// <param name="platform">Whose ingress they come through.</param>
    /// <param name="fqdn">The public host they ask for.</param>
    /// <param name="requestsPerSecond">How many come each second.</param>
    public MixedTraffic(IPlatform platform, string fqdn, int requestsPerSecond)
    {
        address = platform.AddressFor(fqdn);
        client = platform.CreateClient();
        client.Timeout = Patience;
        sockets = platform.CreateClient();
        coming = Task.Run(() => ComeAsync(requestsPerSecond));
    }

    public long Sent => Interlocked.Read(ref sent);

    /// <summary>No more come; those who are here are seen to their end.</summary>
    public async Task<TrafficTally> StopAsync()
    {
        await stop.CancelAsync();
        await coming;
        return tally;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        client.Dispose();
        sockets.Dispose();
        stop.Dispose();
    }

    private async Task ComeAsync(int requestsPerSecond)
    {
        var requests = new List<Task>();
        var watch = Stopwatch.StartNew();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!stop.IsCancellationRequested && await tick.WaitForNextTickAsync())
            for (var due = (long)(watch.Elapsed.TotalSeconds * requestsPerSecond); sent < due; sent++)
                requests.Add(VisitAsync(sent));
        await Task.WhenAll(requests);
    }

    /// <summary>Of a hundred: one WebSocket, one event stream, one of 5 s, two of 1 s, ten of 200 ms, the others of 5 ms.</summary>
    private async Task VisitAsync(long number)
    {
        var (kind, visit) = (number % 100) switch
        {
            0 => ("socket", (Func<Visit, Task>)TalkAsync),
            50 => ("events", ListenAsync),
            25 => ("5 s", visit => AskAsync(visit, 5000)),
            10 or 60 => ("1 s", visit => AskAsync(visit, 1000)),
            < 10 or > 98 => ("200 ms", visit => AskAsync(visit, 200)),
            _ => ("5 ms", visit => AskAsync(visit, 5)),
        };
        var made = new Visit(kind);
        try
        {
            await visit(made);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException or WebSocketException)
        {
            made.Lose(error.GetBaseException().Message);
        }

        tally.Add(made);
    }

    private async Task AskAsync(Visit visit, int milliseconds)
    {
        using var answer = await client.GetAsync(new Uri(address, $"/slow?ms={milliseconds}"));
        visit.Revision = RevisionOf(answer);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            visit.Lose($"{(int)answer.StatusCode} {text}");
    }

    private async Task ListenAsync(Visit visit)
    {
        using var answer = await client.GetAsync(new Uri(address, "/events?count=20"), HttpCompletionOption.ResponseHeadersRead);
        visit.Revision = RevisionOf(answer);
        var text = await answer.Content.ReadAsStringAsync();
        if (!text.EndsWith("data: 19\n\n", StringComparison.Ordinal))
            visit.Lose($"{(int)answer.StatusCode}: the stream ended early, after {text.Length} characters");
    }

    private async Task TalkAsync(Visit visit)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        using var patience = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/talk" }.Uri, sockets, patience.Token);
        visit.Revision = socket.HttpResponseHeaders?.TryGetValue(Visit.RevisionHeader, out var revisions) == true ? revisions.FirstOrDefault() : null;
        var buffer = new byte[64];
        for (var i = 0; i < 20; i++)
        {
            await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, patience.Token);
            var received = await socket.ReceiveAsync(buffer, patience.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                visit.Lose($"closed after {i} words: {received.CloseStatus}");
                return;
            }

            await Task.Delay(50, patience.Token);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
    }

    private static string? RevisionOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues(Visit.RevisionHeader, out var revisions) ? revisions.FirstOrDefault() : null;
}
