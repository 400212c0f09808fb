namespace LocalAzure.Revisions;

/// <summary>The probes of a replica, with the platform's default where a container behind ingress defines none of a kind.</summary>
internal sealed record ProbeSet(ProbeSpec? Startup, ProbeSpec? Readiness, ProbeSpec? Liveness)
{
    private static readonly ProbeSpec DefaultStartup = new(ProbeKind.Startup)
    {
        InitialDelay = TimeSpan.FromSeconds(1),
        Period = TimeSpan.FromSeconds(1),
        Timeout = TimeSpan.FromSeconds(3),
        FailureThreshold = 240,
    };

    private static readonly ProbeSpec DefaultReadiness = new(ProbeKind.Readiness)
    {
        InitialDelay = TimeSpan.FromSeconds(3),
        Period = TimeSpan.FromSeconds(5),
        Timeout = TimeSpan.FromSeconds(5),
        FailureThreshold = 48,
    };

    private static readonly ProbeSpec DefaultLiveness = new(ProbeKind.Liveness);

    /// <summary>From the start of a container to the moment at which both its startup and its readiness could have been given up.</summary>
    public TimeSpan Budget => BudgetOf(Startup) + BudgetOf(Readiness);

    public static ProbeSet Of(RevisionSpec spec)
    {
        var given = spec.Containers[0].Probes;
        var behindIngress = spec.TargetPort is not null;
        return new ProbeSet(
            Find(ProbeKind.Startup, DefaultStartup), Find(ProbeKind.Readiness, DefaultReadiness), Find(ProbeKind.Liveness, DefaultLiveness));

        ProbeSpec? Find(ProbeKind kind, ProbeSpec standard) =>
            given.LastOrDefault(probe => probe.Kind == kind) ?? (behindIngress ? standard : null);
    }

    private static TimeSpan BudgetOf(ProbeSpec? probe) =>
        probe is null ? TimeSpan.Zero : probe.InitialDelay + (probe.Period * probe.FailureThreshold);
}
