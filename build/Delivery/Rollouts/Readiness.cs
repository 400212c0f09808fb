using Frostline.Delivery.ContainerApps;

namespace Frostline.Delivery.Rollouts;

/// <summary>What the platform's words about a revision mean for a rollout.</summary>
/// <param name="IsReady">It can be asked on its own host.</param>
/// <param name="IsDead">Waiting is in vain.</param>
/// <param name="Fact">What was seen.</param>
internal sealed record Readiness(bool IsReady, bool IsDead, string Fact)
{
    /// <summary>Judges by revision state and by replicas: the platform may call a revision provisioned whose containers crash.</summary>
    public static Readiness Judge(Revision? revision, IReadOnlyList<Replica> replicas, int wanted)
    {
        if (revision is null)
            return Waiting("it does not exist yet");
        if (revision.ProvisioningState == "Failed" || revision.RunningState is "Failed" or "Activation failed")
            return new(false, true, $"the platform gave up: {revision.ProvisioningError ?? States(revision)}");
        if (!revision.Active)
            return new(false, true, "somebody deactivated it");
        var ready = replicas.Count(replica => replica.Containers.Count > 0 && replica.Containers.All(container => container.Ready));
        if (ready < Math.Max(1, wanted))
            return Waiting($"{ready} of {Math.Max(1, wanted)} replicas ready{Restarts(replicas)} ({States(revision)})");
        if (revision.ProvisioningState != "Provisioned" || revision.HealthState == "Unhealthy")
            return Waiting(States(revision));
        return new(true, false, $"{ready} of {Math.Max(1, wanted)} replicas ready");
    }

    private static Readiness Waiting(string fact) => new(false, false, fact);

    private static string Restarts(IReadOnlyList<Replica> replicas) =>
        replicas.SelectMany(replica => replica.Containers).Sum(container => container.RestartCount) is > 0 and var restarts ? $", {restarts} restarts" : "";

    private static string States(Revision revision) =>
        $"{revision.ProvisioningState}, {revision.RunningState}, {revision.HealthState}";
}
