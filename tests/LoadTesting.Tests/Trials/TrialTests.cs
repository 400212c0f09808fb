using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Trials;
using LoadTesting.Tests.Engines;

namespace LoadTesting.Tests.Trials;

/// <summary>What the benchmark measures, in small.</summary>
public sealed class TrialTests
{
    [Theory]
    [InlineData(0.5, 5)]
    [InlineData(0.9, 20)]
    // Of the 4 % that come during the stall a quarter waits for 150 ms and more, and then for its delay, 9 ms on average.
    [InlineData(0.99, 159)]
    public void ExpectedTime_FollowsFromDelaysAndStall(double share, double milliseconds) => TruthTrial.Expected(share).ShouldBe(milliseconds, 0.02);

    [Fact]
    public async Task Truth_AtAModestRate_HoldsButForAClosedLoop()
    {
        var truth = await TruthTrial.RunAsync(300, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        truth.Failed.ShouldBe(0);
        var p99 = truth.Figures.Single(figure => figure.Percentile == "p99");
        // Other work on this machine may delay both: the exact figure is the benchmark's.
        p99.Open.ShouldBeInRange(p99.Expected - 10, p99.Expected + 60);
        p99.Closed.ShouldBeLessThan(p99.Expected - 50);
    }

    [Fact]
    public void Detector_InSmall_FindsWhatIsSlower_AndIsQuietOtherwise()
    {
        var outcome = DetectorTrial.Run(comparisons: 8, slowdown: 1.2, TestContext.Current.CancellationToken);

        outcome.FalseAlarms.ShouldBe(0);
        outcome.Found.ShouldBe(8);
        outcome.Named.ShouldBe(8);
    }

    [Fact]
    public async Task Regressions_OfARealServer_AreFoundAndNamed_WithoutFalseAlarms()
    {
        var slowdown = 0.0;
        await using var server = await ScriptedServer.StartAsync(context => Task.Delay(context.Request.Path == "/slowed" ? TimeSpan.FromMilliseconds(10 * (1 + slowdown)) : TimeSpan.Zero));
        var outcome = await new RegressionTrial(new()
        {
            Scenario = new()
            {
                Requests = [new() { Name = "same", Path = "/", Weight = 50 }, new() { Name = "slowed", Path = "/slowed", Weight = 50 }], Profiles = new Dictionary<string, ProfileSettings>(),
            },
            Target = server.Address, Rate = 600, Slowed = "slowed", Slowdowns = [10], Sets = 1, Slices = 10, WarmUp = TimeSpan.FromSeconds(0.2), Slice = TimeSpan.FromMilliseconds(80), Settling = TimeSpan.FromMilliseconds(150),
            Slow = (share, _) =>
            {
                slowdown = share;
                return Task.CompletedTask;
            },
        }).RunAsync(TestContext.Current.CancellationToken);

        outcome.Failed.ShouldBe(0);
        outcome.Counts.Select(count => (count.Slowdown, count.Comparisons)).ShouldBe([(0, 1), (10, 2)]);
        outcome.Counts[1].Named.ShouldBe(2);
        slowdown.ShouldBe(0);
    }
}
