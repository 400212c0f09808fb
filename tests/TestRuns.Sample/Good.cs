namespace TestRuns.Sample;

public sealed class Good
{
    [Fact]
    public void Passes() => Assert.True(true);
}
