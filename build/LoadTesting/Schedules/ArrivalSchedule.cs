using Frostline.LoadTesting.Scenarios;

namespace Frostline.LoadTesting.Schedules;

/// <summary>
/// When each request is due, decided before the run by stages and seed alone: whatever the service does, the plan does not move. Requests
/// come where the integral of the rate crosses whole numbers (even spacing) or the steps of a Poisson process of rate one, which makes
/// ramps exact for both. The plan is a sequence, not a list: it takes no memory, however long it is.
/// </summary>
internal static class ArrivalSchedule
{
    /// <param name="stages">Open stages.</param>
    /// <param name="seed">The same seed plans the same times.</param>
    /// <param name="shard">With <paramref name="shards"/>: every so-many-th request only, so that several generators share one plan.</param>
    /// <param name="shards">How many generators there are.</param>
    public static IEnumerable<Arrival> Plan(IReadOnlyList<Stage> stages, int seed, int shard = 0, int shards = 1)
    {
        var random = new Random(seed);
        var (start, passed, next, number) = (TimeSpan.Zero, 0.0, First(stages[0], random), 0L);
        for (var index = 0; index < stages.Count; index++)
        {
            var stage = stages[index];
            while (next < passed + stage.Expected)
            {
                if (number % shards == shard)
                    yield return new(number, start + Inverse(stage, next - passed), index);
                number++;
                next += Step(stage, random);
            }

            passed += stage.Expected;
            start += stage.Duration;
        }
    }

    private static double First(Stage stage, Random random) => stage.Arrivals == Arrivals.Poisson ? Step(stage, random) : 0.5;

    private static double Step(Stage stage, Random random) => stage.Arrivals == Arrivals.Poisson ? -Math.Log(1 - random.NextDouble()) : 1;

    /// <summary>When so many requests of the stage are due: the root of from·t + (to − from)·t²/2T, in the form that loses no digits.</summary>
    private static TimeSpan Inverse(Stage stage, double requests)
    {
        var rise = (stage.To - stage.From) / stage.Duration.TotalSeconds;
        var root = Math.Sqrt(Math.Max(0, stage.From * stage.From + 2 * rise * requests));
        return TimeSpan.FromSeconds(2 * requests / (stage.From + root));
    }
}

/// <summary>One request of the plan.</summary>
/// <param name="Number">From 0, in the order of the plan.</param>
/// <param name="Due">Since the start of the run.</param>
/// <param name="Stage">Index of its stage.</param>
internal readonly record struct Arrival(long Number, TimeSpan Due, int Stage);
