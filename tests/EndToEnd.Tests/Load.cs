using System.Collections.Concurrent;
using System.Diagnostics;

namespace EndToEnd.Tests;

/// <summary>Visitors who come at a constant rate, whatever the answers: requests are sent by the clock, not by the last answer.</summary>
public sealed class Load : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentBag<string> failures = [];
    private readonly HttpClient client;
    private readonly Task sending;
    private long sent;

    public Load(Uri address, int requestsPerSecond)
    {
        client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(90) };
        sending = Task.Run(() => SendAsync(requestsPerSecond));
    }

    public long Sent => Interlocked.Read(ref sent);

    public async Task<IReadOnlyCollection<string>> StopAsync()
    {
        await stop.CancelAsync();
        await sending;
        return failures;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        client.Dispose();
        stop.Dispose();
    }

    private async Task SendAsync(int requestsPerSecond)
    {
        var requests = new List<Task>();
        var watch = Stopwatch.StartNew();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!stop.IsCancellationRequested && await tick.WaitForNextTickAsync())
            for (var due = (long)(watch.Elapsed.TotalSeconds * requestsPerSecond); sent < due; sent++)
                requests.Add(RequestAsync());
        await Task.WhenAll(requests);
    }

    private async Task RequestAsync()
    {
        try
        {
            using var answer = await client.GetAsync("/version");
            if (!answer.IsSuccessStatusCode)
                failures.Add($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            failures.Add(error.Message);
        }
    }
}
