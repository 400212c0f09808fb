namespace Frostline.Delivery.Rollouts;

/// <summary>What a run is for.</summary>
public enum RolloutIntent
{
    /// <summary>Bring a release; what an earlier run left half done is finished or undone first.</summary>
    Deploy,

    /// <summary>Go on with a release that an earlier run left at a step.</summary>
    Resume,

    /// <summary>Undo what an earlier run left, and nothing else.</summary>
    Abort,
}
