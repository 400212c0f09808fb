namespace LocalAzure.Faults;

/// <summary>A profile in force: what of it was used up already, and which revisions it found.</summary>
internal sealed class ArmedProfile(FaultProfile profile, IReadOnlySet<string> revisionsBefore, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly long since = clock.GetTimestamp();
    private readonly Dictionary<Fault, int> met = new(ReferenceEqualityComparer.Instance);

    public FaultProfile Profile { get; } = profile;

    public DateTimeOffset Since { get; } = clock.GetUtcNow();

    public TimeSpan OperationTime => TimeSpan.FromSeconds(Profile.OperationSeconds);

    public TimeSpan MetricsLag => TimeSpan.FromSeconds(Profile.MetricsLagSeconds);

    /// <param name="selector">Of a fault: a name, <c>new</c> or <c>*</c>.</param>
    /// <param name="revision">What the revision runs as.</param>
    public bool Selects(string selector, string revision) => selector switch
    {
        "*" => true,
        "new" => !revisionsBefore.Contains(revision),
        _ => selector.Equals(revision, StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>Whether the fault would apply now, without using it up.</summary>
    public bool IsInForce(Fault fault)
    {
        lock (gate)
            return Applies(fault, met.GetValueOrDefault(fault));
    }

    /// <summary>Meets the fault once: true when it applies this time.</summary>
    public bool TryTake(Fault fault)
    {
        lock (gate)
        {
            var before = met.GetValueOrDefault(fault);
            if (HasExpired(fault))
                return false;
            met[fault] = before + 1;
            return before >= fault.After && Applies(fault, before);
        }
    }

    /// <summary>How often it has applied.</summary>
    public int Taken(Fault fault)
    {
        lock (gate)
            return Math.Clamp(met.GetValueOrDefault(fault) - fault.After, 0, fault.Count ?? int.MaxValue);
    }

    private bool Applies(Fault fault, int before) => !HasExpired(fault) && (fault.Count is not { } count || before < fault.After + count);

    public bool HasExpired(Fault fault) => fault.Seconds is { } seconds && clock.GetElapsedTime(since).TotalSeconds >= seconds;
}
