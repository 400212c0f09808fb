using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>What a rollout will do with one service.</summary>
internal sealed record ServicePlan
{
    public required ServiceSettings Service { get; init; }

    /// <summary>The revision that shall get all traffic.</summary>
    public required string Candidate { get; init; }

    /// <summary>Weight by revision to restore when the rollout fails; empty when nothing served before.</summary>
    public required IReadOnlyDictionary<string, int> Previous { get; init; }

    /// <summary>The app does not exist yet.</summary>
    public bool IsNew { get; init; }

    /// <summary>The previous weights are written by name first.</summary>
    public bool Pin { get; init; }

    /// <summary>The last template failed: until a good one is applied, the platform refuses even traffic changes.</summary>
    public bool Reapply { get; init; }

    /// <summary>Active revisions that an earlier run left behind.</summary>
    public IReadOnlyList<string> LeftOver { get; init; } = [];

    /// <summary>Revisions to deactivate once the candidate serves.</summary>
    public IReadOnlyList<string> Retire { get; init; } = [];

    /// <summary>Revisions that run no more and carry a label that an earlier run did not take away.</summary>
    public IReadOnlyList<string> Dead { get; init; } = [];

    /// <summary>Replicas that carry the load now; the candidate starts with as many.</summary>
    public int StableReplicas { get; init; }

    public string App => Service.App;

    public string Suffix => Candidate[(Service.App.Length + 2)..];

    /// <summary>The revision that served most before, or null.</summary>
    public string? Stable => Previous.Count == 0 ? null : Previous.MaxBy(pair => pair.Value).Key;
}
