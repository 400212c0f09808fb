namespace TestRuns.Sample;

public sealed class Crash
{
    [Fact]
    public void Dies() => Environment.FailFast("The sample died, as it was meant to.");
}
