using Frostline.Delivery.Reports;
using Frostline.Delivery.Rollouts;

namespace Frostline.Delivery.Rollbacks;

/// <summary>Everything about a rollback that ended.</summary>
public sealed record RollbackOutcome
{
    /// <summary>Identity of the rollback, and of its entry in the ledger.</summary>
    public required string Id { get; init; }

    /// <summary>Pass: the older release has all traffic and answers. Fail: nothing moved, or everything is where it was. Inconclusive: look at it.</summary>
    public required Verdict Verdict { get; init; }

    public required string Environment { get; init; }

    /// <summary>The release that the ledger called current.</summary>
    public required string From { get; init; }

    /// <summary>The release that was to serve again.</summary>
    public required string Version { get; init; }

    /// <summary>The first error, or null.</summary>
    public string? Error { get; init; }

    /// <summary>From the decision until the last app had 0 % on the revisions it left; null when traffic did not move.</summary>
    public double? SecondsToZero { get; init; }

    /// <summary>What users saw meanwhile, as the rollback's own probes of the public hosts tell.</summary>
    public required ProbeCount Probes { get; init; }

    public required IReadOnlyList<RolloutStep> Steps { get; init; }

    public required IReadOnlyList<ServiceReturned> Services { get; init; }

    /// <summary>Logs and states of replicas that did not get ready.</summary>
    public required IReadOnlyList<EvidenceSection> Evidence { get; init; }

    /// <summary>Throws the first error unless the verdict is pass.</summary>
    /// <exception cref="DeliveryException">The rollback did not pass.</exception>
    public void ThrowUnlessPassed()
    {
        if (Verdict != Verdict.Pass)
            throw new DeliveryException(Error ?? "The rollback was inconclusive.");
    }
}

/// <summary>Requests to the public hosts from the decision on until the checks after the switch had passed.</summary>
/// <param name="Sent">How many were answered or failed.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="Examples">The first failures in words.</param>
public sealed record ProbeCount(long Sent, long Failed, IReadOnlyList<string> Examples);

/// <summary>How a service goes back.</summary>
public enum WayBack
{
    /// <summary>The older release serves already.</summary>
    Stays,

    /// <summary>Its revision still runs: traffic is all that moves.</summary>
    Standby,

    /// <summary>A new revision is made of the old one's template.</summary>
    Fresh,
}

/// <summary>One service after a rollback.</summary>
/// <param name="Name">Its name in the settings.</param>
/// <param name="App">Its container app.</param>
/// <param name="Way">How it went back.</param>
/// <param name="From">The revisions that had traffic.</param>
/// <param name="To">The revision that was to have it.</param>
/// <param name="SecondsToZero">From the decision until the platform said 0 % for the revisions it left, or null.</param>
public sealed record ServiceReturned(string Name, string App, WayBack Way, IReadOnlyList<string> From, string To, double? SecondsToZero);
