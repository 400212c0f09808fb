using Cake.Frosting;
using Frostline.Pipeline.Benchmarks;

namespace Frostline.Pipeline.Tasks.Develop;

[TaskName("Benchmark")]
[TaskDescription("Measure, in one run and as ratios: --name=startup, compile, judge, rollout, …")]
public sealed class BenchmarkTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        var benchmark = Catalog.All.SingleOrDefault(known => known.Name == context.Options.Name)
            ?? throw new OptionsException([$"--name: '{context.Options.Name}' is not a benchmark. Give {string.Join(", ", Catalog.All.Select(known => known.Name))}."]);
        await benchmark.RunAsync(context);
    }
}
