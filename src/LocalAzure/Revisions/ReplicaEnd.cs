namespace LocalAzure.Revisions;

/// <summary>Why a replica's process ended or has to.</summary>
/// <param name="Reason">One or more sentences, for people.</param>
internal sealed record ReplicaEnd(string Reason)
{
    /// <summary>It never got through its startup probe.</summary>
    public bool StartupFailed { get; init; }

    /// <summary>It has to go at once, without the time to finish that a stop leaves.</summary>
    public bool Killed { get; init; }

    /// <summary>There was no process at all: no image, or no way to start it.</summary>
    public bool NotLaunched { get; init; }
}
