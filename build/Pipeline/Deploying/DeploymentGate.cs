using Frostline.Delivery;
using Frostline.Delivery.Locks;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;

namespace Frostline.Pipeline.Deploying;

/// <summary>Before the first task: is there anything to deploy, is it approved, and does nobody else deploy to the environment?</summary>
public sealed class DeploymentGate(BuildContext context) : IAsyncDisposable
{
    private readonly SemaphoreSlim taking = new(1);
    private EnvironmentLock? environmentLock;
    private IPlatform? early;

    /// <summary>The release of these sources, when it serves already and nothing but its deployment was asked for.</summary>
    public LiveRelease? LiveAlready { get; private set; }

    /// <summary>Cancelled when this run held the environment's lock and does not any more.</summary>
    internal CancellationToken LockLost => environmentLock?.Lost ?? CancellationToken.None;

    /// <summary>Whether nothing but a deployment was asked for: what it needs is then done only as far as it is not done yet.</summary>
    public bool OnlyDeploys =>
        context.Options.Targets.Count > 0 && context.Options.Targets.All(target => target.Equals("DeployStaging", StringComparison.OrdinalIgnoreCase));

    /// <param name="task">A task that deployments need done before.</param>
    /// <returns>Why there is nothing for it to do; null when there is.</returns>
    internal string? Spares(string task) =>
        LiveAlready is not null ? "the release is live already"
        : context.Options.Plan && !context.Options.Plans(task) ? "only a plan was asked for"
        : null;

    /// <exception cref="OptionsException">The environment is not the one the task deploys to.</exception>
    /// <exception cref="RefusedException">It asks for an approval nobody stated, or is locked.</exception>
    internal async Task PassAsync(IReadOnlyCollection<string> tasks)
    {
        var target = context.Target;
        if (tasks.Contains("DeployStaging") && target.Name != "staging")
            throw new OptionsException([$"--environment: '{target.Name}' is not what DeployStaging deploys to. Leave the option out."]);
        if (OnlyDeploys && !context.Options.Force)
            LiveAlready = await Live.FindAsync(context);
        if (tasks.Contains("BlueGreen") && target.Name == Promotion.Proving)
            throw new OptionsException([$"--environment: '{target.Name}' is where releases are proven, not where BlueGreen promotes them to. Leave the option out."]);
        if (LiveAlready is not null || !Changes(tasks))
            return;
        // It asks by itself, once it knows what there is to approve, and holds the environment meanwhile.
        if (tasks.Contains("BlueGreen"))
            return;
        if (target.Approval && !context.Options.Approve)
            throw new RefusedException($"environments.{target.Name}: asks for approval before anything is touched. Pass --approve to state that somebody gave it.");
        // On a machine where LocalAzure does not run yet nobody else can hold it, and the first task that changes something takes it.
        early = await Live.RunningAsync(context);
        if (early is not null)
            await HoldAsync(early);
    }

    /// <summary>Takes the environment's lock, unless this run has it: the first thing that every task does which changes the environment.</summary>
    /// <exception cref="RefusedException">Somebody else holds it.</exception>
    internal async Task HoldAsync() => await HoldAsync(await context.PlatformAsync());

    /// <summary>The platform was started anew since the lock was taken, and answers there.</summary>
    internal void Follow(IPlatform platform)
    {
        environmentLock?.Follow(platform);
        early?.Dispose();
        early = null;
    }

    /// <summary>Lets go of the environment; a second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref environmentLock, null) is { } held)
            await held.DisposeAsync();
        early?.Dispose();
        early = null;
    }

    private bool Changes(IReadOnlyCollection<string> tasks) => !context.Options.Plan &&
        (tasks.Contains("DeployStaging") || tasks.Contains("BlueGreen") || tasks.Contains("Migrate") || tasks.Contains("Provision") || tasks.Contains("Rollback") || tasks.Contains("Restore") || (tasks.Contains("Bicep") && context.Options.Deploy));

    private async Task HoldAsync(IPlatform platform)
    {
        await taking.WaitAsync(context.Cancellation);
        try
        {
            if (environmentLock is null)
                environmentLock = await TakeAsync(platform);
        }
        finally
        {
            taking.Release();
        }
    }

    private async Task<EnvironmentLock> TakeAsync(IPlatform platform)
    {
        var request = new LockRequest
        {
            Platform = platform,
            Settings = context.Settings,
            Environment = context.Target.Name,
            Purpose = string.Join(", ", context.Options.Targets),
            RunUrl = RunPage.Of(context.Environment),
        };
        var held = await EnvironmentLock.TakeAsync(request, TimeProvider.System, context.Cancellation);
        foreach (var gone in held.TookOver)
            context.Print($"The lock of {context.Target.Name} is taken over from {gone}, which gave no sign of life.");
        held.Lost.Register(() =>
        {
            context.Print($"The lock of {context.Target.Name} is not held by this run any more: somebody freed it, or the platform could not be told. The run ends.");
            context.End();
        });
        return held;
    }
}
