using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Npgsql;

namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>What a migration does to who is served meanwhile, and what its safety costs: each part a file beside this one.</summary>
internal sealed class MigrateTrial : Benchmark
{
    private static readonly MigratePart[] Parts = [new LintPart(), new LivePart(), new KillPart(), new BackupPart()];

    public override string Name => "migrate";

    public override string Question => "Does a migration stop the application, does it survive being killed, and what does its safety cost?";

    protected override async Task<BenchmarkReport> MeasureAsync(BuildContext context)
    {
        var chosen = Choose(context.Options.Filter);
        await context.Processes.RunAsync(new Command("./build.sh", "--target=Compile") { WorkingDirectory = context.Paths.Root, Deadline = TimeSpan.FromMinutes(30) }, context.Cancellation);
        var answers = new List<(string Name, BenchmarkReport Report)>();
        foreach (var part in chosen)
        {
            context.Print($"{Name}: {part.Name}");
            answers.Add((part.Name, await TryAsync(part, context)));
        }

        return new(
            [.. answers.SelectMany(answer => answer.Report.Bounds)],
            [.. answers.SelectMany(answer => (string[])[answer.Name, .. answer.Report.Lines, ""])],
            answers.ToDictionary(answer => answer.Name, answer => answer.Report.Figures));
    }

    private static MigratePart[] Choose(string? filter) =>
        Parts.Where(part => filter is null || part.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToArray() is { Length: > 0 } chosen
            ? chosen
            : throw new OptionsException([$"--filter: '{filter}' is in the name of no part of this benchmark. Give one of {string.Join(", ", Parts.Select(part => part.Name))}, or leave it out."]);

    /// <summary>A part that fails does not take from the others what they measure; its own bounds do not hold.</summary>
    private static async Task<BenchmarkReport> TryAsync(MigratePart part, BuildContext context)
    {
        using var deadline = new Deadline(part.Deadline, TimeProvider.System, context.Cancellation);
        try
        {
            return await part.MeasureAsync(context, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            return Failed(part, $"still running after {part.Deadline:c}; it was ended");
        }
        catch (Exception failure) when (failure is DeliveryException or NpgsqlException)
        {
            return Failed(part, failure.Message);
        }
    }

    private static BenchmarkReport Failed(MigratePart part, string why) => new([new($"{part.Name}: everything measured", null, 1, null)], [$"  {why}"], new { Failed = why });
}
