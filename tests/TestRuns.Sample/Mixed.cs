using Frostline.Delivery.Settings;

namespace TestRuns.Sample;

/// <summary>One of each outcome, for the runner's own tests.</summary>
public sealed class Mixed
{
    [Fact]
    public void Passes() => Assert.Equal("***", new Secret("hunter2").ToString());

    [Fact]
    public void Fails() => Assert.Equal("hunter2", new Secret("hunter2").ToString());

    [Fact(Skip = "Waits for better weather.")]
    public void Skipped() => Assert.Fail("never runs");
}
