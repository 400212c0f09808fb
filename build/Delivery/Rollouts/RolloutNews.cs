using Frostline.Delivery.Notifications;
using Frostline.Delivery.Rollouts.Judging;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>Notifies people of what a rollout does.</summary>
internal sealed class RolloutNews(RolloutSite site)
{
    public void Started() => Tell(NotificationKind.Started, $"{site.Options.Intent} of {site.Release.Version} by {site.Options.Actor}.");

    public void Judged(StepSettings step, StepAnalysis analysis) => Tell(NotificationKind.Step, $"{step.Weight} %: {analysis.Verdict.ToString().ToLowerInvariant()}.");

    public void Ended(RolloutOutcome outcome, bool aborting)
    {
        if (outcome.HeldAt is { } weight)
            Tell(NotificationKind.Step, $"held at {weight} %: it waits for a person.");
        else if (outcome.Verdict != Verdict.Pass)
            Tell(NotificationKind.Failed, outcome.Error ?? "It was inconclusive.");
        else if (aborting)
            Tell(NotificationKind.RolledBack, "What was left of it is taken back.");
        else
            Tell(NotificationKind.Promoted, outcome.Warning ?? "It has all traffic.");
    }

    private void Tell(NotificationKind kind, string text) =>
        site.Options.Notifier.Notify(new(kind, site.Options.Environment, site.Release.Version, site.Masked(text)));
}
