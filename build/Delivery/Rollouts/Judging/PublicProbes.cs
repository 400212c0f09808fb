namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Asks the public hosts all the time: the users of a rollout as it sees them itself.</summary>
internal sealed class PublicProbes : IAsyncDisposable
{
    private const int KeptExamples = 10;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private readonly Lock gate = new();
    private readonly List<DateTimeOffset> failures = [];
    private readonly List<string> examples = [];
    private readonly CancellationTokenSource stop = new();
    private readonly TimeProvider clock;
    private readonly ProbeLanes[] lanes;
    private readonly Task[] beats;
    private long sent;

    private PublicProbes(IReadOnlyList<PublicHost> hosts, HttpClient client, TimeProvider clock)
    {
        this.clock = clock;
        var request = new ProbeRequest(client, Timeout, clock);
        lanes = [.. hosts.Select(_ => new ProbeLanes(request, Record, CancellationToken.None))];
        beats = [.. hosts.Zip(lanes, (host, lane) => Cadence.BeatAsync(Interval, Longest, clock, (number, due) => lane.Add(Next(host, number, due)), stop.Token))];
    }

    /// <summary>Begins to ask every host ten times a second, until it is disposed.</summary>
    /// <param name="hosts">Who is asked.</param>
    /// <param name="client">Reaches the hosts.</param>
    /// <param name="clock">Time.</param>
    public static PublicProbes Start(IReadOnlyList<PublicHost> hosts, HttpClient client, TimeProvider clock) => new(hosts, client, clock);

    /// <summary>Requests that were answered or failed since the start.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>Those that got no answer within five seconds, or a wrong status.</summary>
    public long Failed
    {
        get
        {
            lock (gate)
                return failures.Count;
        }
    }

    /// <summary>Failed requests that were due at a moment or after it.</summary>
    public long FailedSince(DateTimeOffset moment)
    {
        lock (gate)
            return failures.Count(failure => failure >= moment);
    }

    /// <summary>The first failures in words, for the report: <c>12:30:01.250 GET http://…/: status 503</c>.</summary>
    public IReadOnlyList<string> Examples
    {
        get
        {
            lock (gate)
                return [.. examples];
        }
    }

    /// <summary>Stops asking and waits for the last answers, five seconds at most.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
            return;
        await stop.CancelAsync();
        await Task.WhenAll(beats).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(lanes.Select(lane => lane.FinishAsync()));
    }

    private static Probe Next(PublicHost host, long number, long due) => new(host.Host, host.Paths[(int)(number % host.Paths.Count)], due);

    private void Record(ProbeResult result)
    {
        Interlocked.Increment(ref sent);
        if (result.Problem is null)
            return;
        var due = clock.GetUtcNow() - TimeSpan.FromMilliseconds(result.Milliseconds);
        lock (gate)
        {
            failures.Add(due);
            if (examples.Count < KeptExamples)
                examples.Add($"{due:HH:mm:ss.fff} GET {SmokeRequest.Address(result.Probe.Host, result.Probe.Path.Path)}: {result.Problem}");
        }
    }
}

/// <summary>The public host of a service.</summary>
/// <param name="Service">Its name in the settings.</param>
/// <param name="Host">Address for the client.</param>
/// <param name="Paths">What is asked.</param>
internal sealed record PublicHost(string Service, Uri Host, IReadOnlyList<ProbePath> Paths);
