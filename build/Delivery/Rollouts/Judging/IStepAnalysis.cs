namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Watches a step of a rollout while it bakes and judges it.</summary>
internal interface IStepAnalysis
{
    /// <summary>Returns when the bake time and its extensions are over, or at once on a failure that needs no statistics.
    /// That the candidate is bad is a verdict, not an exception.</summary>
    Task<StepAnalysis> RunAsync(AnalysisStep step, CancellationToken cancellation);
}
