using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;

namespace Frostline.LoadTesting.Engines;

/// <summary>
/// Sends what is planned, and tells of every exchange. So narrow that another generator fits behind it: it needs to know nothing of
/// histograms, verdicts and reports, only when a request was due, was sent and was answered.
/// </summary>
public interface ILoadEngine
{
    /// <summary>As results name it.</summary>
    string Name { get; }

    /// <summary>Runs the plan to its end; ends early, and without throwing, when it is cancelled.</summary>
    Task RunAsync(LoadPlan plan, IExchangeSink sink, CancellationToken cancellation);
}

/// <summary>Takes what happened, from many threads at once.</summary>
public interface IExchangeSink
{
    /// <summary>A request is about to be sent.</summary>
    void Started();

    /// <summary>A request has its answer, or will never have one. Not told of requests that the end of the run cut off.</summary>
    void Ended(in Exchange exchange);

    /// <summary>A connection was made.</summary>
    /// <param name="connect">Time of the TCP handshake.</param>
    /// <param name="tls">Time of the TLS handshake, or null without TLS.</param>
    void Connected(TimeSpan connect, TimeSpan? tls);
}

/// <summary>A load, decided before it starts.</summary>
public sealed record LoadPlan
{
    public required Scenario Scenario { get; init; }

    public required IReadOnlyList<Stage> Stages { get; init; }

    /// <summary>Paths of requests start here.</summary>
    public required Uri Target { get; init; }

    /// <summary>The same seed plans the same run.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Which of several generators this one is, from 0.</summary>
    public int Shard { get; init; }

    /// <summary>How many generators share the plan.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>When it starts, so that all who share it start together; null for at once.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Who may have signed the target's certificate besides those whom the system trusts; null for nobody.</summary>
    internal X509Certificate2? Authority { get; init; }

    internal X509ChainPolicy? ChainPolicy => Authority is null ? null : new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { Authority }, RevocationMode = X509RevocationMode.NoCheck,
    };

    /// <summary>The start as a timestamp of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    internal long StartTimestamp => Stopwatch.GetTimestamp() + (Start is { } at ? (long)((at - TimeProvider.System.GetUtcNow()).TotalSeconds * Stopwatch.Frequency) : 0);
}
