namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>One GET that is due.</summary>
/// <param name="Host">Whom it asks.</param>
/// <param name="Path">What it asks.</param>
/// <param name="Due">Timestamp of the clock at which it should leave. Its time counts from then, so that a stall is not hidden by the
/// requests that were not sent during it.</param>
internal sealed record Probe(Uri Host, ProbePath Path, long Due);

/// <summary>How it went.</summary>
/// <param name="Probe">The probe.</param>
/// <param name="Milliseconds">From when it was due to the last byte of the answer.</param>
/// <param name="Problem">What was wrong, or null.</param>
internal sealed record ProbeResult(Probe Probe, double Milliseconds, string? Problem)
{
    /// <summary>The problem is that no answer came in time.</summary>
    public bool IsOverdue { get; init; }
}
