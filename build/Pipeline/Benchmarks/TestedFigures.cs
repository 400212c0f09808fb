using System.Text.Json;
using Frostline.Delivery;
using Frostline.Delivery.Processes;

namespace Frostline.Pipeline.Benchmarks;

/// <summary>Figures that tests measure and hold to their bounds: the tests of one trait run again, and what they measured is told.</summary>
/// <param name="name">What <c>--name</c> calls it, and the trait <c>Figures</c> of its tests; those that measure times have <c>-alone</c> behind it.</param>
/// <param name="question">What it answers.</param>
/// <param name="tests">The test project.</param>
internal sealed class TestedFigures(string name, string question, string tests) : Benchmark
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(30);

    public override string Name => name;

    public override string Question => question;

    protected override async Task<BenchmarkReport> MeasureAsync(BuildContext context)
    {
        var file = Path.Combine(context.Paths.Benchmarks, $"{name}.figures.jsonl");
        Directory.CreateDirectory(context.Paths.Benchmarks);
        File.Delete(file);
        var assembly = Path.Combine(context.Paths.Output(tests), $"{tests}.dll");
        await context.Processes.RunAsync(new Command("./build.sh", "--target=Compile") { WorkingDirectory = context.Paths.Root }, context.Cancellation);
        // What is a time is measured with nothing beside it; what is a count need not be.
        var alone = await RunAsync(context, file, assembly, $"{name}-alone", "none");
        var together = await RunAsync(context, file, assembly, name, "collections");
        var figures = await ReadAsync(file, context.Cancellation);
        return new(
            [new("runs of the tests whose bounds do not hold", (alone.ExitCode, together.ExitCode) is (0, 0) ? 0 : 1, null, 0)],
            [.. figures.Select(figure => Shown($"  {figure.Name,-72} {figure.Value,10:0.###} {figure.Unit,-9} held to {figure.Bound}"))],
            figures);
    }

    private static Task<ProcessOutcome> RunAsync(BuildContext context, string file, string assembly, string trait, string parallel) => context.Processes.RunAsync(
        new Command("dotnet", assembly, "-trait", $"Figures={trait}", "-parallel", parallel, "-noColor", "-reporter", "verbose")
        {
            WorkingDirectory = context.Paths.Root, Deadline = Deadline, AllowAnyExitCode = true,
            Environment = new Dictionary<string, string?> { ["FROSTLINE_FIGURES"] = file }, OnLine = line => context.Print(line.Text),
        },
        context.Cancellation);

    private static async Task<IReadOnlyList<Figure>> ReadAsync(string file, CancellationToken cancellation) => File.Exists(file)
        ? [.. (await File.ReadAllLinesAsync(file, cancellation)).Select(line => JsonSerializer.Deserialize<Figure>(line, JsonSerializerOptions.Web)!)]
        : throw new DeliveryException($"{file}: the tests measured nothing.");

    /// <summary>One line of the file.</summary>
    private sealed record Figure(string Name, double Value, string Unit, string Bound);
}
