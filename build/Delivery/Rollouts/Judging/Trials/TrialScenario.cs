namespace Frostline.Delivery.Rollouts.Judging.Trials;

/// <summary>A candidate as it is simulated.</summary>
/// <param name="Name">In words.</param>
/// <param name="Times">How answers of both revisions scatter.</param>
public sealed record TrialScenario(string Name, TimeShape Times)
{
    /// <summary>How many times as long one path of one service takes on the candidate; all others are equal.</summary>
    public double Slowdown { get; init; } = 1;

    /// <summary>Share of requests that fails on both revisions.</summary>
    public double Errors { get; init; }

    /// <summary>Share of requests to one service that fails on the candidate in addition.</summary>
    public double AddedErrors { get; init; }

    /// <summary>Whether a failed verdict would be wrong.</summary>
    public bool IsEqual => Slowdown == 1 && AddedErrors == 0;
}

/// <summary>How the times of one path scatter.</summary>
public enum TimeShape
{
    /// <summary>Lognormal: the 95th percentile is 2.3 times the median.</summary>
    Lognormal,

    /// <summary>Four of five answers come from a cache; the others take five times as long.</summary>
    Bimodal,
}

/// <summary>What many simulated steps of one scenario came to.</summary>
/// <param name="Scenario">What was simulated.</param>
/// <param name="Bake">Length of a step.</param>
/// <param name="Steps">How many there were.</param>
/// <param name="Failed">Share that failed: aborted rollouts.</param>
/// <param name="Inconclusive">Share that would have been prolonged.</param>
/// <param name="Seconds">Median time to the verdict.</param>
public sealed record TrialResult(TrialScenario Scenario, TimeSpan Bake, int Steps, double Failed, double Inconclusive, double Seconds);
