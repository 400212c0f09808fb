namespace LocalAzure.Revisions;

/// <summary>What the ledger keeps of one replica, so that a later LocalAzure finds it again.</summary>
internal sealed record ReplicaRecord
{
    public required string Replica { get; init; }

    public required string Revision { get; init; }

    /// <summary>Hash of what it was started from: a replica of another spec is not adopted.</summary>
    public required string SpecHash { get; init; }

    /// <summary>Digest of the image it runs from, which its tag may no longer lead to.</summary>
    public string? Image { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required int Port { get; init; }

    public int RestartCount { get; init; }

    /// <summary>Null from the intent to start it until the process is known.</summary>
    public int? ProcessId { get; init; }

    public long StartTicks { get; init; }

    /// <summary>The kernel's id of this machine's run: process ids and start times mean nothing after the next boot.</summary>
    public required string Boot { get; init; }

    /// <summary>Whether its startup probe has succeeded.</summary>
    public bool Started { get; init; }

    /// <summary>From the stop signal to the kill.</summary>
    public required TimeSpan Grace { get; init; }

    public int StopSignal { get; init; } = Signals.Terminate;

    /// <summary>The process, when it still runs.</summary>
    public RunningProcess? FindProcess() =>
        ProcessId is { } id && Boot == Machine.Boot && RunningProcess.Find(id) is { } process && process.StartTicks == StartTicks ? process : null;
}
