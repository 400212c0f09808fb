namespace LocalAzure.Management;

/// <summary>Lets a burst through, then a steady rate.</summary>
internal sealed class TokenBucket(int capacity, int perSecond, TimeProvider time)
{
    private readonly Lock gate = new();
    private double tokens = capacity;
    private long filled = time.GetTimestamp();

    /// <summary>Takes one token. <paramref name="remaining"/> are whole tokens left.</summary>
    public bool TryTake(out int remaining)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            tokens = Math.Min(capacity, tokens + (time.GetElapsedTime(filled, now).TotalSeconds * perSecond));
            filled = now;
            var taken = tokens >= 1;
            if (taken)
                tokens -= 1;

            remaining = (int)tokens;
            return taken;
        }
    }
}
