namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>What is to be watched and for how long.</summary>
/// <param name="Weight">Traffic weight of the candidates, in percent.</param>
/// <param name="Bake">How long the step is watched unless it is prolonged; zero means that it is not judged.</param>
/// <param name="Targets">The services of the release.</param>
internal sealed record AnalysisStep(int Weight, TimeSpan Bake, IReadOnlyList<AnalysisTarget> Targets);

/// <summary>One service with the two revisions that are compared.</summary>
internal sealed record AnalysisTarget
{
    /// <summary>Its name in the settings.</summary>
    public required string Service { get; init; }

    /// <summary>Its container app.</summary>
    public required string App { get; init; }

    /// <summary>The revision that served before, or null on the first deployment.</summary>
    public string? StableRevision { get; init; }

    public required string CandidateRevision { get; init; }

    /// <summary>Address of the stable revision's own or label host, or null on the first deployment.</summary>
    public Uri? StableHost { get; init; }

    /// <summary>Address of the candidate's own or label host.</summary>
    public required Uri CandidateHost { get; init; }

    /// <summary>What is asked of both; see <see cref="ProbePath.Of"/>.</summary>
    public required IReadOnlyList<ProbePath> Paths { get; init; }
}
