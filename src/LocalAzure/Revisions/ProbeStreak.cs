namespace LocalAzure.Revisions;

/// <summary>Counts answers in a row until a probe's threshold makes a verdict of them.</summary>
internal sealed class ProbeStreak(ProbeSpec spec)
{
    private bool last;
    private int length;

    /// <summary>True or false from the answer on that completes a threshold; null while neither is complete.</summary>
    public bool? Observe(bool success)
    {
        length = success == last ? length + 1 : 1;
        last = success;
        return length >= (success ? spec.SuccessThreshold : spec.FailureThreshold) ? success : null;
    }
}
