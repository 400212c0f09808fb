namespace LocalAzure.Management;

/// <summary>Lets a burst through, then a steady rate.</summary>
internal sealed class TokenBucket(int capacity, int perSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = capacity;
    private long _filled = time.GetTimestamp();

    /// <summary>Takes one token. <paramref name="remaining"/> are whole tokens left.</summary>
    public bool TryTake(out int remaining)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(capacity, _tokens + (time.GetElapsedTime(_filled, now).TotalSeconds * perSecond));
            _filled = now;
            var taken = _tokens >= 1;
            if (taken)
                _tokens -= 1;

            remaining = (int)_tokens;
            return taken;
        }
    }
}
