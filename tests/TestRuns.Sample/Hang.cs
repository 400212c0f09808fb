namespace TestRuns.Sample;

public sealed class Hang
{
    [Fact]
    public Task Waits() => Task.Delay(TimeSpan.FromMinutes(5));
}
