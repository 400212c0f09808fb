using LocalAzure.Management;

namespace LocalAzure.Tests.Management;

public sealed class TokenBucketTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void TryTake_WhenTheBurstIsUsedUp_RefusesUntilTimeRefillsIt()
    {
        var bucket = new TokenBucket(capacity: 3, perSecond: 2, time);

        Enumerable.Range(0, 4).Select(_ => bucket.TryTake(out int _)).ShouldBe([true, true, true, false]);
        time.Advance(TimeSpan.FromSeconds(0.5));
        Enumerable.Range(0, 2).Select(_ => bucket.TryTake(out int _)).ShouldBe([true, false]);
    }

    private sealed class ManualTime : TimeProvider
    {
        private TimeSpan now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now.Ticks;

        public void Advance(TimeSpan by) => now += by;
    }
}
