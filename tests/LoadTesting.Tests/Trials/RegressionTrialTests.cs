using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Trials;
using LoadTesting.Tests.Engines;

namespace LoadTesting.Tests.Trials;

/// <summary>What the benchmark does to the real API, in small to a server that waits.</summary>
[Collection("trials that need a core")]
public sealed class RegressionTrialTests
{
    [Fact]
    public async Task Regressions_OfARealServer_ArePlanted_Compared_AndTakenBack()
    {
        var (slowdown, planted) = (0.0, new List<double>());
        await using var server = await ScriptedServer.StartAsync(context => Task.Delay(context.Request.Path == "/slowed" ? TimeSpan.FromMilliseconds(30 * (1 + slowdown)) : TimeSpan.Zero));
        var outcome = await new RegressionTrial(new()
        {
            Scenario = new()
            {
                Requests = [new() { Name = "same", Path = "/", Weight = 50 }, new() { Name = "slowed", Path = "/slowed", Weight = 50 }], Profiles = new Dictionary<string, ProfileSettings>(),
            },
            Target = server.Address, Rate = 200, Slowed = "slowed", Slowdowns = [4], Slices = 7, SlicesCompared = 7, Comparisons = 2, WarmUp = TimeSpan.FromSeconds(0.2), Slice = TimeSpan.FromMilliseconds(100), Settling = TimeSpan.FromMilliseconds(200),
            Slow = (share, _) =>
            {
                planted.Add(slowdown = share);
                return Task.CompletedTask;
            },
        }).RunAsync(TestContext.Current.CancellationToken);

        // Those whose answers were still due when the trial ended are cut off.
        outcome.Failed.ShouldBeLessThan(outcome.Requests / 2);
        outcome.Counts.Select(count => (count.Slowdown, count.Comparisons)).ShouldBe([(0, 2), (4, 2)]);
        // To know how much of it is seen, then as much as is wanted, or up to five times as much. What a busy machine lets be seen of it
        // in so few slices, and how often that is called a regression, is the benchmark's.
        planted.ShouldContain(0.3);
        planted.Max().ShouldBeInRange(4, 20);
        slowdown.ShouldBe(0);
    }
}
