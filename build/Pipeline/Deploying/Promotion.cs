using Frostline.Delivery;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;
using Frostline.Pipeline.Packing;
using Frostline.Pipeline.Provisioning;

namespace Frostline.Pipeline.Deploying;

/// <summary>A release that staging proved, brought to production step by step.</summary>
internal sealed class Promotion(BuildContext context)
{
    /// <summary>The environment that proves releases.</summary>
    public const string Proving = "staging";

    /// <returns>Null when there is nothing to do.</returns>
    public async Task<RolloutOutcome?> RunAsync()
    {
        var platform = await context.PlatformAsync();
        await context.Gate.HoldAsync();
        await CutOffRuns.SettleAsync(platform, context.Target, context.Paths.Rollouts(context.Target.Name), new PrintedProgress(context.Print), context.Cancellation);
        var unfinished = await UnfinishedRollout.FindAsync(platform, context.Settings, context.Target.Name, context.Cancellation);
        var intent = await new NextMove(context).ChooseAsync(unfinished);
        if (intent != RolloutIntent.Deploy && unfinished is null)
            throw new DeliveryException($"{context.Target.Name}: no rollout is unfinished there. Begin one with ./build.sh --target=BlueGreen.");
        var proven = await new PromotedRelease(context, platform).ChooseAsync(intent == RolloutIntent.Deploy ? null : unfinished);
        var release = proven.In(platform.Registry(context.Target).Server, context.Settings);
        context.Record.Release = release.Version;
        var ledger = context.Ledger(platform);
        var serving = (await Ledger.ReadAsync(ledger, context.Target.Name, context.Cancellation)).Current;
        if (intent == RolloutIntent.Deploy && unfinished is null && !context.Options.Force && await IsLiveAsync(platform, release))
        {
            await ContractAsync(release, serving);
            return null;
        }

        if (intent != RolloutIntent.Abort)
            await new Approval(context).ObtainAsync($"Promote {release.Version}, in place of {serving?.Version ?? "nothing"},", serving);
        var options = new RolloutOptions
        {
            Environment = context.Target.Name,
            Folder = context.Paths.Rollouts(context.Target.Name),
            Ledger = ledger,
            Actor = Deployment.Actor,
            Notifier = context.Notifier,
            LockLost = context.Gate.LockLost,
            Judged = true,
            Intent = intent,
            PauseAt = context.Options.PauseAt,
        };
        if (intent == RolloutIntent.Deploy)
            options = await PrepareAsync(proven, release, options);
        return await new Rollout(platform, context.Settings, options, TimeProvider.System).RunAsync(release, new PrintedProgress(context.Print), context.Cancellation);
    }

    /// <summary>Infrastructure, images and schema, before any revision is made.</summary>
    private async Task<RolloutOptions> PrepareAsync(ReleaseManifest proven, ReleaseManifest release, RolloutOptions options)
    {
        var infrastructure = new InfrastructureDeployment(context);
        await infrastructure.ProvisionAsync();
        await new PromotedImages(context).BringAsync(proven, release);
        await new SignatureKeys(context).DemandAsync(release);
        if (context.Settings.Database is null)
            return options;
        var connection = await (await context.PlatformAsync()).EnsureDatabaseAsync(context.Settings, context.Target.Name, context.Cancellation);
        await new ExpandingMigration(context, release).RunAsync(connection);
        await infrastructure.CompleteAsync(release);
        return options with { ConnectionString = connection };
    }

    /// <summary>What the release that serves left waiting, where <c>--contract</c> asks for it now.</summary>
    private async Task ContractAsync(ReleaseManifest release, LedgerEntry? serving)
    {
        if (!context.Options.Contract || context.Settings.Database is null)
            return;
        await new Approval(context).ObtainAsync($"Take away what {release.Version} does not use any more", serving);
        var connection = await (await context.PlatformAsync()).EnsureDatabaseAsync(context.Settings, context.Target.Name, context.Cancellation);
        await new ExpandingMigration(context, release).RunAsync(connection);
    }

    private async Task<bool> IsLiveAsync(IPlatform platform, ReleaseManifest release)
    {
        var live = await LiveRelease.FindAsync(platform, context.Settings, context.Target.Name, new SourceHash(release.Sources), context.Cancellation);
        if (live is null)
            return false;
        context.Print($"Release {live.Version} is live already.");
        foreach (var standby in await ExpiredStandbys.RetireAsync(platform, context.Settings, context.Target.Name, TimeProvider.System, context.Cancellation))
            context.Print($"{standby} was a standby long enough and is deactivated.");
        context.Record.Add(live.Urls);
        return true;
    }
}
