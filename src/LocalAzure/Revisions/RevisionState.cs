namespace LocalAzure.Revisions;

/// <summary>What a revision's replicas together mean, in the platform's words.</summary>
/// <param name="WasReady">All its replicas have been ready at some time.</param>
/// <param name="Stopping">It was told to end.</param>
/// <param name="StartFailure">Why a replica could not be made ready within its budget; null when none has failed so.</param>
internal sealed record RevisionState(RevisionSpec Spec, bool WasReady, bool Stopping, string? StartFailure)
{
    public RevisionStatus Describe(IReadOnlyList<ReplicaStatus> replicas)
    {
        var wanted = Math.Max(1, Spec.MinReplicas);
        var ready = replicas.Count(replica => replica.Ready);
        var (running, health, provisioning) = (Stopping, Spec.MinReplicas) switch
        {
            (true, _) when replicas.Count == 0 => ("Stopped", "None", "Deprovisioned"),
            (true, _) => ("Running", "None", "Deprovisioning"),
            (_, 0) when replicas.Count == 0 && WasReady => ("ScaledToZero", "None", "Provisioned"),
            _ when ready >= wanted => ("Running", "Healthy", "Provisioned"),
            (_, 0) when WasReady && StartFailure is null => ("Activating", "None", "Provisioned"),
            _ when WasReady => ("Degraded", "Unhealthy", "Provisioned"),
            _ when StartFailure is not null => (ready > 0 ? "Degraded" : "Failed", "Unhealthy", "Failed"),
            _ => ("Activating", "None", "Provisioning"),
        };
        var error = provisioning == "Failed" ? $"Deployment Progress Deadline Exceeded. {ready}/{wanted} replicas ready." : null;
        return new RevisionStatus(Spec.Name, running, health, provisioning, error, replicas);
    }
}
