namespace LocalAzure.Revisions;

/// <summary>What was asked of one revision, complete and with secrets resolved: all that is needed to run it.</summary>
internal sealed record RevisionSpec
{
    /// <summary><c>{app}--{suffix}</c>; unique among all apps, and never used twice.</summary>
    public required string Name { get; init; }

    public required string App { get; init; }

    public required string Environment { get; init; }

    /// <summary>Host name under which ingress answers for this revision alone.</summary>
    public required string Fqdn { get; init; }

    /// <summary>The app's containers. One is run; the first is the one ingress sends requests to.</summary>
    public required IReadOnlyList<ContainerSpec> Containers { get; init; }

    /// <summary>Port the app listens on inside its container; a replica run as a process is told its own port instead.</summary>
    public int? TargetPort { get; init; }

    public int MinReplicas { get; init; } = 1;

    public int MaxReplicas { get; init; } = 10;

    /// <summary>From the stop signal to the kill. Default 30 s, as the platform's.</summary>
    public TimeSpan TerminationGracePeriod { get; init; } = TimeSpan.FromSeconds(30);
}

internal sealed record ContainerSpec
{
    public required string Name { get; init; }

    /// <summary>Image reference in this machine's registry, by tag or by digest.</summary>
    public required string Image { get; init; }

    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<ProbeSpec> Probes { get; init; } = [];
}

internal enum ProbeKind { Startup, Readiness, Liveness }

/// <summary>A probe as the platform defines it; without <see cref="Path"/> it only opens a TCP connection.</summary>
internal sealed record ProbeSpec(ProbeKind Kind)
{
    public string? Path { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public TimeSpan InitialDelay { get; init; }

    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    public int FailureThreshold { get; init; } = 3;

    public int SuccessThreshold { get; init; } = 1;
}
