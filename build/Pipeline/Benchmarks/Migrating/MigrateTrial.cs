using Frostline.Delivery.Processes;

namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>What a migration does to who is served meanwhile, and what its safety costs: each part a file beside this one.</summary>
internal sealed class MigrateTrial : Benchmark
{
    private static readonly MigratePart[] Parts = [new LintPart(), new LivePart(), new KillPart(), new BackupPart()];

    public override string Name => "migrate";

    public override string Question => "Does a migration stop the application, does it survive being killed, and what does its safety cost?";

    protected override async Task<BenchmarkReport> MeasureAsync(BuildContext context)
    {
        await context.Processes.RunAsync(new Command("./build.sh", "--target=Compile") { WorkingDirectory = context.Paths.Root }, context.Cancellation);
        var answers = new List<(string Name, BenchmarkReport Report)>();
        foreach (var part in Parts)
        {
            context.Print($"{Name}: {part.Name}");
            answers.Add((part.Name, await part.MeasureAsync(context)));
        }

        return new(
            [.. answers.SelectMany(answer => answer.Report.Bounds)],
            [.. answers.SelectMany(answer => (string[])[answer.Name, .. answer.Report.Lines, ""])],
            answers.ToDictionary(answer => answer.Name, answer => answer.Report.Figures));
    }
}
