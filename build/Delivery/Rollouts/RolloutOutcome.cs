using Frostline.Delivery.Reports;

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

    public required IReadOnlyList<RolloutStep> Steps { get; init; }

    public required IReadOnlyList<ServiceOutcome> Services { get; init; }

    /// <summary>Logs and states of replicas, collected at the moment of failure.</summary>
    public required IReadOnlyList<EvidenceSection> Evidence { get; init; }

    /// <summary>Throws the first error unless the verdict is pass.</summary>
    /// <exception cref="DeliveryException">The rollout did not pass.</exception>
    public void ThrowUnlessPassed()
    {
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
public sealed record ServiceOutcome(string Name, string App, string? Revision, string? Previous, Uri? Url);
