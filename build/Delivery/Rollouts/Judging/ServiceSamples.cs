using Frostline.Measurement;

namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>All that is known of a service when it is judged.</summary>
/// <param name="Service">Its name in the settings.</param>
/// <param name="Paths">What the probes brought, path by path: paths of different speed are never mixed.</param>
/// <param name="Health">What the platform says of the candidate.</param>
internal sealed record ServiceSamples(string Service, IReadOnlyList<PathSamples> Paths, HealthReading Health)
{
    /// <summary>False on the first deployment: there is nothing to compare with.</summary>
    public bool HasStable { get; init; } = true;

    /// <summary>What the platform counted, or null when it is not asked.</summary>
    public RequestCounts? Platform { get; init; }

    /// <summary>Failed probes of the candidate in the last minute, or null when the step is not longer.</summary>
    public Proportion? RecentErrors { get; init; }

    /// <summary>Failed probes of the stable revision.</summary>
    public Proportion StableErrors => Errors(path => path.Stable);

    /// <summary>Failed probes of the candidate.</summary>
    public Proportion CandidateErrors => Errors(path => path.Candidate);

    public string? FirstFailure => Paths.Select(path => path.Candidate.FirstFailure).FirstOrDefault(failure => failure is not null);

    private Proportion Errors(Func<PathSamples, SideSamples> side) => new(Paths.Sum(path => side(path).Failed), Paths.Sum(path => side(path).Requests));
}

/// <summary>The probes of one path.</summary>
internal sealed record PathSamples(string Path, SideSamples Stable, SideSamples Candidate);

/// <summary>The probes of one path and revision.</summary>
/// <param name="Milliseconds">Times of the answered ones, of a long step the latest.</param>
/// <param name="Failed">Those with a wrong answer or none.</param>
/// <param name="FirstFailure">In words.</param>
internal sealed record SideSamples(IReadOnlyList<double> Milliseconds, long Failed, string? FirstFailure)
{
    public long Requests { get; init; } = Milliseconds.Count + Failed;
}

/// <summary>What the platform says of the candidate's health.</summary>
/// <param name="Seen">Whether it could be asked at all.</param>
/// <param name="Problem">What is wrong, or null.</param>
internal sealed record HealthReading(bool Seen, string? Problem);

/// <summary>Requests with status 5xx, of all, as the platform counted them.</summary>
/// <param name="Stable">Of the stable revision, in the ten minutes before the step and since.</param>
/// <param name="Candidate">Of the candidate, since the step began.</param>
/// <param name="Problem">Why there are no figures, or null.</param>
internal sealed record RequestCounts(Proportion Stable, Proportion Candidate, string? Problem)
{
    /// <summary>Of the candidate, in the last five minutes that the platform tells of; null when the step is not longer.</summary>
    public Proportion? Recent { get; init; }
}
