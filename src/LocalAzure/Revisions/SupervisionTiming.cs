namespace LocalAzure.Revisions;

/// <summary>
/// The supervisor's own figures, nearer to a rehearsal than the platform's: Kubernetes backs off from 10 s to 300 s, forgets after
/// 600 s, and gives up progress after 600 s.
/// </summary>
internal sealed record SupervisionTiming
{
    /// <summary>Wait before the first restart; doubled for each further one.</summary>
    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A container that ran this long is restarted with the first back-off again.</summary>
    public TimeSpan BackOffForgotten { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>A replica that ended this often before it was ever ready has failed to start; it is tried further all the same.</summary>
    public int StartsUntilFailed { get; init; } = 3;

    /// <summary>
    /// A replica has failed to start when it is not ready after its startup and readiness probes' budgets together, at least this long.
    /// </summary>
    public TimeSpan ShortestProgressDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often adopted processes are looked after: they are nobody's children here, so nothing tells when they end.</summary>
    public TimeSpan AdoptedPoll { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long to wait for a killed process to be gone.</summary>
    public TimeSpan KillDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A revision whose minimum is 0 replicas has none after this long without a request. The platform's own figure.</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromSeconds(300);

    public TimeSpan LogCheck { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan BackOff(int endsInARow) =>
        TimeSpan.FromTicks((long)Math.Min(LongestBackOff.Ticks, FirstBackOff.Ticks * Math.Pow(2, Math.Min(endsInARow - 1, 30))));
}
