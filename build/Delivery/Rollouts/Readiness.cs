using Frostline.Delivery.ContainerApps;

namespace Frostline.Delivery.Rollouts;

/// <summary>What the platform's words about a revision mean for a rollout.</summary>
/// <param name="IsReady">It can be asked on its own host.</param>
/// <param name="IsDead">Waiting is in vain.</param>
/// <param name="Fact">What was seen.</param>
internal sealed record Readiness(bool IsReady, bool IsDead, string Fact)
{
    /// <summary>It does not get ready, and the platform does nothing about it: what restarts already is not cured by a restart.</summary>
    public bool IsStuck { get; init; }

    /// <summary>Judges by revision state and by replicas: the platform may call a revision provisioned whose containers crash.</summary>
    public static Readiness Judge(Revision? revision, IReadOnlyList<Replica> replicas, int wanted)
    {
        if (revision is null)
            return Waiting("it does not exist yet");
        if (revision.ProvisioningState == "Failed" || revision.RunningState is "Failed" or "Activation failed")
            return new(false, true, $"the platform gave up: {revision.ProvisioningError ?? States(revision)}");
        if (!revision.Active)
            return new(false, true, "somebody deactivated it");
        var restarts = replicas.SelectMany(replica => replica.Containers).Sum(container => container.RestartCount);
        var ready = replicas.Count(replica => replica.Containers.Count > 0 && replica.Containers.All(container => container.Ready));
        if (ready < Math.Max(1, wanted))
            return Waiting($"{ready} of {Math.Max(1, wanted)} replicas ready{(restarts > 0 ? $", {restarts} restarts" : "")} ({States(revision)})") with { IsStuck = restarts == 0 };
        if (revision.ProvisioningState != "Provisioned" || revision.HealthState == "Unhealthy")
            return Waiting(States(revision)) with { IsStuck = restarts == 0 };
        return new(true, false, $"{ready} of {Math.Max(1, wanted)} replicas ready");
    }

    private static Readiness Waiting(string fact) => new(false, false, fact);

    private static string States(Revision revision) =>
        $"{revision.ProvisioningState}, {revision.RunningState}, {revision.HealthState}";
}
