using Frostline.Delivery;
using Npgsql;

namespace Frostline.Pipeline.Benchmarks;

/// <summary>A benchmark of several parts, each of which is measured by itself: all, or those that <c>--filter</c> chooses.</summary>
internal abstract class PartedBenchmark : Benchmark
{
    protected abstract IReadOnlyList<BenchmarkPart> Parts { get; }

    protected override async Task<BenchmarkReport> MeasureAsync(BuildContext context)
    {
        var chosen = Choose(context.Options.Filter);
        await PrepareAsync(context);
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

    /// <summary>What all parts need.</summary>
    protected virtual Task PrepareAsync(BuildContext context) => Task.CompletedTask;

    private BenchmarkPart[] Choose(string? filter) =>
        Parts.Where(part => filter is null || part.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToArray() is { Length: > 0 } chosen
            ? chosen
            : throw new OptionsException([$"--filter: '{filter}' is in the name of no part of this benchmark. Give one of {string.Join(", ", Parts.Select(part => part.Name))}, or leave it out."]);

    /// <summary>A part that fails does not take from the others what they measure; its own bounds do not hold.</summary>
    private static async Task<BenchmarkReport> TryAsync(BenchmarkPart part, BuildContext context)
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

    private static BenchmarkReport Failed(BenchmarkPart part, string why) => new([new($"{part.Name}: everything measured", null, 1, null)], [$"  {why}"], new { Failed = why });
}
