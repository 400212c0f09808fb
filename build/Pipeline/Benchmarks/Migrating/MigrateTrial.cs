using Frostline.Delivery.Processes;

namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>What a migration does to who is served meanwhile, and what its safety costs.</summary>
internal sealed class MigrateTrial : PartedBenchmark
{
    public override string Name => "migrate";

    public override string Question => "Does a migration stop the application, does it survive being killed, and what does its safety cost?";

    protected override IReadOnlyList<BenchmarkPart> Parts { get; } = [new LintPart(), new LivePart(), new KillPart(), new BackupPart()];

    protected override Task PrepareAsync(BuildContext context) =>
        context.Processes.RunAsync(new Command("./build.sh", "--target=Compile") { WorkingDirectory = context.Paths.Root, Deadline = TimeSpan.FromMinutes(30) }, context.Cancellation);
}
