using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;

namespace LoadTesting.Tests.Schedules;

/// <summary>The plan of a run, as data.</summary>
public sealed class ArrivalScheduleTests
{
    [Fact]
    public void Plan_OfAConstantRate_IsEvenlySpaced()
    {
        var due = Plan(1, Stage(10, 10, 2, Arrivals.Constant)).Select(arrival => arrival.Due.TotalMilliseconds).ToArray();

        due.Length.ShouldBe(20);
        due.Zip(due.Skip(1), (earlier, later) => later - earlier).ShouldAllBe(gap => Math.Abs(gap - 100) < 0.01);
    }

    [Fact]
    public void Plan_OfARamp_HasTheIntegralOfTheRate()
    {
        var plan = Plan(1, Stage(0, 100, 10, Arrivals.Constant)).ToArray();

        plan.Length.ShouldBe(500);
        plan.Count(arrival => arrival.Due < TimeSpan.FromSeconds(5)).ShouldBe(125);
    }

    [Fact]
    public void Plan_OfPoissonArrivals_HasTheirMeanAndTheirSpread()
    {
        var due = Plan(3, Stage(1000, 1000, 100, Arrivals.Poisson)).Select(arrival => arrival.Due.TotalSeconds).ToArray();
        var gaps = due.Zip(due.Skip(1), (earlier, later) => later - earlier).ToArray();
        var mean = gaps.Average();

        ((double)due.Length).ShouldBe(100_000, 1000);
        mean.ShouldBe(0.001, 0.00001);
        // The gaps of a Poisson process vary as much as their mean is long.
        Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean))).ShouldBe(mean, 0.00002);
    }

    [Fact]
    public void Plan_WithTheSameSeed_IsTheSame()
    {
        Stage[] stages = [Stage(50, 200, 3, Arrivals.Poisson), Stage(200, 200, 2, Arrivals.Constant)];

        Plan(9, stages).ShouldBe(Plan(9, stages));
        Plan(9, stages).ShouldNotBe(Plan(10, stages));
    }

    [Fact]
    public void Plan_SharedByThreeGenerators_IsTheWholePlanTogether()
    {
        Stage[] stages = [Stage(50, 200, 3, Arrivals.Poisson)];

        var shared = Enumerable.Range(0, 3).SelectMany(shard => ArrivalSchedule.Plan(stages, 4, shard, 3)).OrderBy(arrival => arrival.Number);

        shared.ShouldBe(Plan(4, stages));
    }

    [Fact]
    public void Plan_AcrossAPauseBetweenStages_KeepsEveryRequestInItsStage()
    {
        Stage[] stages = [Stage(10, 10, 1, Arrivals.Constant), Stage(0, 0, 5, Arrivals.Constant), Stage(10, 10, 1, Arrivals.Constant)];

        var plan = Plan(1, stages).ToArray();

        plan.Count(arrival => arrival.Stage == 0).ShouldBe(10);
        plan.Count(arrival => arrival.Stage == 1).ShouldBe(0);
        plan.Where(arrival => arrival.Stage == 2).ShouldAllBe(arrival => arrival.Due >= TimeSpan.FromSeconds(6));
    }

    [Fact]
    public void Users_OnARamp_RiseEvenly()
    {
        Stage[] stages = [new("ramp", TimeSpan.FromSeconds(10), 0, 100, null, Measured: true), new("hold", TimeSpan.FromSeconds(5), 100, 100, null, Measured: true)];

        UserSchedule.At(stages, TimeSpan.FromSeconds(5)).ShouldBe((50, 0));
        UserSchedule.At(stages, TimeSpan.FromSeconds(12)).ShouldBe((100, 1));
        UserSchedule.At(stages, TimeSpan.FromSeconds(15)).ShouldBeNull();
    }

    [Fact]
    public void Stages_ScaledAndStretched_KeepTheirShape()
    {
        var profile = new ProfileSettings
        {
            Stages = [new() { Users = 10, To = 50, Duration = TimeSpan.FromSeconds(30) }, new() { Users = 50, Duration = TimeSpan.FromSeconds(90) }],
        };

        var stages = LoadStages.Of(profile, scale: 0.1, duration: TimeSpan.FromSeconds(12));

        stages.Select(stage => (stage.From, stage.To, stage.Duration.TotalSeconds)).ShouldBe([(1, 5, 3), (5, 5, 9)]);
    }

    [Fact]
    public void Requests_AreChosenByWeight()
    {
        var scenario = new Scenario
        {
            Requests = [new() { Name = "often", Path = "/", Weight = 90 }, new() { Name = "seldom", Path = "/", Weight = 10 }],
            Profiles = new Dictionary<string, ProfileSettings>(),
        };
        var choice = new RequestChoice(scenario, seed: 1);

        Enumerable.Range(0, 100_000).Count(number => choice.Of(number) == 1).ShouldBeInRange(9_700, 10_300);
    }

    private static List<Arrival> Plan(int seed, params Stage[] stages) => [.. ArrivalSchedule.Plan(stages, seed)];

    private static Stage Stage(double from, double to, double seconds, Arrivals arrivals) => new("stage", TimeSpan.FromSeconds(seconds), from, to, arrivals, Measured: true);
}
