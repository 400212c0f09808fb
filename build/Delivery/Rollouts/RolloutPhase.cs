namespace Frostline.Delivery.Rollouts;

/// <summary>One phase of a rollout, over all services.</summary>
internal enum RolloutPhase
{
    Repair,
    CleanUp,
    Create,
    Label,
    Ready,
    Warm,
    Smoke,
    Preview,
    Shift,
    Verify,
    Bake,
    Record,
    Drain,
    Retire,
    Mark,
    Evidence,
    Restore,
    Discard,
    End,
}
