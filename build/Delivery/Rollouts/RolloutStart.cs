namespace Frostline.Delivery.Rollouts;

/// <summary>What a rollout begins with.</summary>
internal enum RolloutStart
{
    /// <summary>New revisions.</summary>
    Anew,

    /// <summary>The revisions that an earlier run made and left at a step.</summary>
    Resume,

    /// <summary>An earlier rollout that has all traffic: only its end is missing.</summary>
    Finish,

    /// <summary>A release that the ledger names: only what is left of the one before must go.</summary>
    Tidy,

    /// <summary>The remains of an earlier rollout, to be taken away.</summary>
    Abort,
}
