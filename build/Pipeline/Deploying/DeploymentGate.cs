using Frostline.Delivery;
using Frostline.Delivery.Locks;
using Frostline.Delivery.Releases;

namespace Frostline.Pipeline.Deploying;

/// <summary>Before the first task: is there anything to deploy, is it approved, and does nobody else deploy to the environment?</summary>
public sealed class DeploymentGate(BuildContext context) : IAsyncDisposable
{
    /// <summary>The reason of tasks that a deployment of what is live does not need.</summary>
    public const string LiveReason = "the release is live already";

    private EnvironmentLock? environmentLock;

    /// <summary>The release of these sources, when it serves already and nothing but its deployment was asked for.</summary>
    public LiveRelease? LiveAlready { get; private set; }

    /// <summary>Whether nothing but a deployment was asked for: what it needs is then done only as far as it is not done yet.</summary>
    public bool OnlyDeploys =>
        context.Options.Targets.Count > 0 && context.Options.Targets.All(target => target.Equals("DeployStaging", StringComparison.OrdinalIgnoreCase));

    /// <exception cref="OptionsException">The environment is not the one the task deploys to.</exception>
    /// <exception cref="RefusedException">It asks for an approval nobody stated, or is locked.</exception>
    internal async Task PassAsync(IReadOnlyCollection<string> tasks)
    {
        var target = context.Target;
        if (tasks.Contains("DeployStaging") && target.Name != "staging")
            throw new OptionsException([$"--environment: '{target.Name}' is not what DeployStaging deploys to. Leave the option out."]);
        if (OnlyDeploys && !context.Options.Force)
            LiveAlready = await Live.FindAsync(context);
        if (LiveAlready is not null || !(tasks.Contains("DeployStaging") || tasks.Contains("Migrate")))
            return;
        if (target.Approval && !context.Options.Approve)
            throw new RefusedException($"environments.{target.Name}: asks for approval before anything is touched. Pass --approve to state that somebody gave it.");
        environmentLock = await EnvironmentLock.TakeAsync(
            context.Paths.Locks, target.Name, string.Join(", ", context.Options.Targets), TimeProvider.System, context.Cancellation);
    }

    /// <summary>Lets go of the environment; a second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref environmentLock, null) is { } held)
            await held.DisposeAsync();
    }
}
