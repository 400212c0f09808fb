using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Reports;
using Frostline.Delivery.Rollouts.Judging;

namespace Frostline.Delivery.Rollouts;

/// <summary>How a rollout ended.</summary>
public enum Verdict
{
    /// <summary>The release has all traffic and answers.</summary>
    Pass,

    /// <summary>Something failed; the error says what serves now.</summary>
    Fail,

    /// <summary>It could not be judged, or could not be undone with certainty: a person must look.</summary>
    Inconclusive,
}

/// <summary>Everything about a rollout that ended.</summary>
public sealed record RolloutOutcome
{
    /// <summary>Identity of the rollout.</summary>
    public required string Id { get; init; }

    public required Verdict Verdict { get; init; }

    public required string Environment { get; init; }

    public required string Version { get; init; }

    /// <summary>The first error, or null.</summary>
    public string? Error { get; init; }

    /// <summary>What could not be tidied up although the release serves and is recorded, or null.</summary>
    public string? Warning { get; init; }

    public required IReadOnlyList<RolloutStep> Steps { get; init; }

    public required IReadOnlyList<ServiceOutcome> Services { get; init; }

    /// <summary>Verdict of each judged step, metric by metric.</summary>
    public IReadOnlyList<StepAnalysis> Analyses { get; init; } = [];

    /// <summary>Weight at which the rollout waits for a person, or null.</summary>
    public int? HeldAt { get; init; }

    /// <summary>Whether it waits because somebody asked for it, not because a step stayed inconclusive.</summary>
    public bool Paused { get; init; }

    /// <summary>Seconds from the decision to go back until no bad revision had traffic, or null when traffic was not taken back.</summary>
    public double? SecondsToZero { get; init; }

    /// <summary>What users would have seen, by steady requests to the public hosts; null when nobody asked.</summary>
    public SeenRequests? Requests { get; init; }

    /// <summary>Logs and states of replicas, collected at the moment of failure.</summary>
    public required IReadOnlyList<EvidenceSection> Evidence { get; init; }

    /// <summary>Throws the first error unless the verdict is pass, or the rollout was asked to wait.</summary>
    /// <exception cref="DeliveryException">The rollout did not pass.</exception>
    /// <exception cref="RefusedException">A person must say how to go on.</exception>
    public void ThrowUnlessPassed()
    {
        if (HeldAt is { } weight)
        {
            if (!Paused)
                throw new RefusedException($"{Environment} is held at {weight} %: {Error ?? "the step stayed inconclusive."} Go on with --resume, or back with --abort.");
            return;
        }

        if (Verdict != Verdict.Pass)
            throw new DeliveryException(Error ?? "The rollout was inconclusive.");
    }
}

/// <summary>One step with its time.</summary>
public sealed record RolloutStep(string Name, DateTimeOffset Start, DateTimeOffset End, string? Error)
{
    /// <summary>Seconds the step took.</summary>
    public double Seconds => Math.Round((End - Start).TotalSeconds, 3);
}

/// <summary>One service after the rollout.</summary>
/// <param name="Name">Its name in the settings.</param>
/// <param name="App">Its container app.</param>
/// <param name="Revision">The revision the rollout made (or found), or null when it came to none.</param>
/// <param name="Previous">The revision that served before, or null.</param>
/// <param name="Url">Public address, or null.</param>
public sealed record ServiceOutcome(string Name, string App, string? Revision, string? Previous, Uri? Url)
{
    /// <summary>The traffic in the end, as far as this run saw it.</summary>
    public IReadOnlyList<TrafficWeight> Traffic { get; init; } = [];

    /// <summary>Seconds from the decision to go back until the revision had no traffic, or null.</summary>
    public double? SecondsToZero { get; init; }
}

/// <summary>Requests to the public hosts while a rollout ran.</summary>
/// <param name="Sent">All of them.</param>
/// <param name="Failed">Those without an answer in time or with a wrong one.</param>
/// <param name="FailedWhileUndone">Those of them that were due after the decision to go back.</param>
/// <param name="Examples">The first failures in words.</param>
public sealed record SeenRequests(long Sent, long Failed, long FailedWhileUndone, IReadOnlyList<string> Examples);
