using System.Globalization;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Rollbacks;
using Frostline.Delivery.Rollouts;
using Frostline.Pipeline.Packing;

namespace Frostline.Pipeline.Deploying;

/// <summary>The environment's previous good release, brought back. Needs nothing that is built from this checkout's services.</summary>
internal sealed class PreviousRelease(BuildContext context)
{
    public async Task<RollbackOutcome> BringBackAsync()
    {
        var platform = await context.PlatformAsync();
        await context.Gate.HoldAsync();
        var schema = new OlderSchema(context);
        var options = new RollbackOptions
        {
            Environment = context.Target.Name,
            Folder = context.Paths.Rollouts(context.Target.Name),
            Ledger = context.Ledger(platform),
            Actor = Deployment.Actor,
            Notifier = context.Notifier,
            LockLost = context.Gate.LockLost,
            To = context.Options.To,
            Consent = schema.ConsentAsync,
            Admit = (release, _) => new SignatureKeys(context).DemandAsync(release),
        };
        var outcome = await new Rollback(platform, context.Settings, options, TimeProvider.System)
            .RunAsync(new PrintedProgress(context.Print), context.Cancellation);
        if (outcome.Verdict == Verdict.Pass)
            await schema.ReturnAsync();
        return outcome;
    }

    /// <summary>What a person wants to know when it is over.</summary>
    public static string Text(RollbackOutcome outcome) => outcome.SecondsToZero is { } seconds
        ? string.Create(CultureInfo.InvariantCulture, $"{outcome.Environment} serves {outcome.Version} again: 0 % on {outcome.From} {seconds:0.00} s after the decision, {outcome.Probes.Failed} of {outcome.Probes.Sent} requests failed meanwhile.")
        : $"{outcome.Environment} serves {outcome.Version} already: no traffic had to move.";
}
