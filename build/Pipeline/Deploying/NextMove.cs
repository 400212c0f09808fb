using Frostline.Delivery;
using Frostline.Delivery.Rollouts;

namespace Frostline.Pipeline.Deploying;

/// <summary>What a run does about a rollout that an earlier one left at a step.</summary>
internal sealed class NextMove(BuildContext context)
{
    /// <exception cref="RefusedException">It waits for a person, and nobody said how to go on.</exception>
    public async Task<RolloutIntent> ChooseAsync(UnfinishedRollout? unfinished)
    {
        if (context.Options.Resume || context.Options.Abort)
            return context.Options.Resume ? RolloutIntent.Resume : RolloutIntent.Abort;
        if (unfinished is null)
            return RolloutIntent.Deploy;
        var fact = $"{context.Target.Name}: the rollout of {unfinished.Version} {(unfinished.IsHeld ? "waits" : "was left")} at {unfinished.Weight} %";
        if (Terminal.IsThere && await Terminal.AgreesAsync($"{fact}. Go on with it?", context.Cancellation))
            return RolloutIntent.Resume;
        if (unfinished.IsHeld)
            throw new RefusedException($"{fact}. Go on with --resume, or back with --abort.");
        context.Print($"{fact}: it is taken back first.");
        return RolloutIntent.Deploy;
    }
}
