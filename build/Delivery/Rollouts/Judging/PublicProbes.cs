namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Asks the public hosts all the time: the users of a rollout as it sees them itself.</summary>
internal sealed class PublicProbes : IAsyncDisposable
{
    private readonly List<DateTimeOffset> failures = [];
    private readonly List<string> examples = [];

    /// <summary>Begins to ask every host at a steady rate, until it is disposed.</summary>
    /// <param name="hosts">Who is asked.</param>
    /// <param name="client">Reaches the hosts.</param>
    /// <param name="clock">Time.</param>
    public static PublicProbes Start(IReadOnlyList<PublicHost> hosts, HttpClient client, TimeProvider clock) => new();

    /// <summary>Requests that were answered or failed since the start.</summary>
    public long Sent => failures.Count;

    /// <summary>Those that got no answer within five seconds, or a wrong status.</summary>
    public long Failed => failures.Count;

    /// <summary>Failed requests that were due at a moment or after it.</summary>
    public long FailedSince(DateTimeOffset moment) => failures.Count(failure => failure >= moment);

    /// <summary>The first failures in words, for the report: <c>12:30:01.250 GET http://…/: status 503</c>.</summary>
    public IReadOnlyList<string> Examples => examples;

    /// <summary>Stops asking and waits for the last answers.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>The public host of a service.</summary>
/// <param name="Service">Its name in the settings.</param>
/// <param name="Host">Address for the client.</param>
/// <param name="Paths">What is asked.</param>
internal sealed record PublicHost(string Service, Uri Host, IReadOnlyList<ProbePath> Paths);
