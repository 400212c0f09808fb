using System.Globalization;
using System.Text.Json;
using Frostline.Delivery;
using Frostline.Delivery.Processes;

namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>Migrations killed between any two things they do: tests that take a spread otherwise take all here.</summary>
internal sealed class KillPart : BenchmarkPart
{
    private const string Tests = "Migrations.Tests";

    public override string Name => "kills";

    public override async Task<BenchmarkReport> MeasureAsync(BuildContext context, CancellationToken cancellation)
    {
        var file = Path.Combine(context.Paths.Benchmarks, "migrate.figures.jsonl");
        Directory.CreateDirectory(context.Paths.Benchmarks);
        File.Delete(file);
        var run = await context.Processes.RunAsync(
            new Command("dotnet", Path.Combine(context.Paths.Output(Tests), $"{Tests}.dll"), "-trait", "Figures=migrate", "-noColor")
            {
                WorkingDirectory = context.Paths.Root, Deadline = Deadline, AllowAnyExitCode = true,
                Environment = new Dictionary<string, string?> { ["FROSTLINE_FIGURES"] = file }, OnLine = line => context.Print(line.Text),
            }, cancellation);
        if (run.ExitCode != 0 || !File.Exists(file))
            throw new DeliveryException("migrate: a killed migration was not made whole by one more run. Read the test's words above.");
        Figure[] figures = [.. (await File.ReadAllLinesAsync(file, cancellation)).Select(line => JsonSerializer.Deserialize<Figure>(line, JsonSerializerOptions.Web)!)];
        return new([.. figures.Select(figure => new Bound(figure.Name, figure.Value, double.Parse(figure.Bound, CultureInfo.InvariantCulture), null))], [], figures);
    }

    /// <summary>One line of the file.</summary>
    private sealed record Figure(string Name, double Value, string Unit, string Bound);
}
