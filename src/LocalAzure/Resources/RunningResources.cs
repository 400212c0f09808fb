using LocalAzure.Deployments;
using LocalAzure.Revisions;
using LocalAzure.State;

namespace LocalAzure.Resources;

/// <summary>Brings back what the state says should run, and ends it again.</summary>
internal sealed class RunningResources(StateStore store, Controller controller, Operations operations, IRevisions revisions, ResourceDeployments deployments)
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var wanted = store.Current.Apps.Values
            .Where(app => !app.Stopped)
            .SelectMany(app => app.Revisions)
            .Where(revision => revision.Active)
            .ToDictionary(revision => revision.Key, Image, StringComparer.Ordinal);
        await store.ChangeAsync(state => state.WithoutStartErrors(), cancellationToken);
        await revisions.SweepAsync(wanted, cancellationToken);
        controller.Start();
        operations.Resume();
        deployments.Resume();
    }

    private static string Image(Revision revision) => AskedTemplate.Read(new JsonField(revision.Template, "template")).Containers[0].Image!;

    /// <summary>Ends every replica; what was wanted stays written, and so do operations in progress.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await deployments.StopAsync();
        await operations.StopAsync();
        await controller.StopAsync(cancellationToken);
    }
}
