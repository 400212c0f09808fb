using System.Globalization;
using Frostline.Delivery.Settings;
using Frostline.LoadTesting;
using Frostline.LoadTesting.Reports;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Frostline.Migrations;

namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>A column and an index for a million rows while the service answers 200 requests a second: as the rules ask for it, and as one writes it at first.</summary>
internal sealed class LivePart : BenchmarkPart
{
    private const double Rate = 200;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(40);

    public override string Name => "live";

    public override async Task<BenchmarkReport> MeasureAsync(BuildContext context, CancellationToken cancellation)
    {
        context.Print($"{LiveDatabase.Rows:N0} rows are made");
        await using var database = await LiveDatabase.MakeAsync(context, cancellation);
        await using var api = await LiveApi.StartAsync(context, database.Connection, cancellation);
        var additive = await MeasureAsync(context, database, api.Address, nameof(AdditiveContext), new(), cancellation);
        await database.ForgetAsync(cancellation);
        // Nothing cancels it: it is to be seen what it does.
        var naive = await MeasureAsync(context, database, api.Address, nameof(NaiveContext), new() { BlockBudget = TimeSpan.FromMinutes(10) }, cancellation);
        return new(
            [
                new("additive migration at 200 requests/s: failed requests", additive.Whole ? additive.Failed : null, null, 0),
                new("additive migration at 200 requests/s: longest block, in ms", additive.Whole && additive.Looks > 0 ? additive.LongestBlock : null, null, 100),
            ],
            [
                string.Create(CultureInfo.InvariantCulture, $"  a column and an index, {LiveDatabase.Rows:N0} rows, {Rate:0} requests/s at the service; milliseconds"),
                "              failed   longest block   slowest request       p99   migration took   load",
                Line("additive", additive), Line("naive", naive),
            ],
            new { Additive = additive, Naive = naive });
    }

    private static string Line(string name, LiveFigures live) => string.Create(CultureInfo.InvariantCulture,
        $"  {name,-10}  {live.Failed,6}   {live.LongestBlock,13:0}   {live.SlowestRequest,15:0}   {live.P99,7:0.0}   {live.Seconds,12:0.0} s   {(live.Valid ? "valid" : $"not valid: {string.Join("; ", live.InvalidBecause)}")}");

    private static async Task<LiveFigures> MeasureAsync(
        BuildContext context, LiveDatabase database, Uri target, string migrations, MigrationOptions options, CancellationToken cancellation)
    {
        context.Print($"{migrations}: {WarmUp.TotalSeconds + Held.TotalSeconds:0} s of {Rate:0} requests/s, and the migration among them");
        // Its objectives are another question: the run goes on whatever it finds.
        var scenario = ScenarioFile.Load(Path.Combine(context.Paths.LoadTests, "baseline.json")) with { Objectives = new() { Abort = false } };
        var request = new LoadRequest
        {
            Scenario = scenario, Profile = "steady", Target = target,
            Stages = [new("warm-up", WarmUp, Rate, Rate, Arrivals.Constant, Measured: false), new("migration", Held, Rate, Rate, Arrivals.Constant, Measured: true)],
        };
        var loading = new LoadTest(TimeProvider.System, new(_ => { }), Path.Combine(context.Paths.Benchmarks, "migrate-load")).RunAsync(request, null, cancellation);
        try
        {
            await Task.Delay(WarmUp + WarmUp, cancellation);
            var outcome = await MigrateAsync(context, database.Connection, migrations, options, cancellation);
            var inTime = !loading.IsCompleted;
            return LiveFigures.Of((await loading).Result, outcome, inTime);
        }
        finally
        {
            await ((Task)loading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static Task<MigrationOutcome> MigrateAsync(BuildContext context, Secret connection, string migrations, MigrationOptions options, CancellationToken cancellation) =>
        new Migrator(TimeProvider.System).ApplyAsync(new(typeof(LivePart).Assembly.Location, migrations), connection, options, context.Print, cancellation);
}

/// <summary>What a migration did to those who were served. Times are milliseconds, but for the migration's own.</summary>
internal sealed record LiveFigures(long Requests, long Failed, double LongestBlock, double CanarySlowest, double SlowestRequest, double P99, double Seconds)
{
    /// <summary>Statements that the canary sent: without any, nothing was seen.</summary>
    public required int Looks { get; init; }

    /// <summary>Whether the load came as planned, to its end, which the migration did not outlast.</summary>
    public required bool Whole { get; init; }

    public required bool Valid { get; init; }

    public required IReadOnlyList<string> InvalidBecause { get; init; }

    public static LiveFigures Of(LoadResult load, MigrationOutcome outcome, bool inTime) => new(
        load.Total.Count, load.Total.Failed, outcome.Impact.LongestBlock.TotalMilliseconds, outcome.Impact.Slowest.TotalMilliseconds,
        load.Total.Response.Max, load.Total.Response.P99, outcome.Applied.Sum(migration => migration.Seconds))
    {
        Looks = outcome.Impact.Looks, Whole = inTime && load.EndedEarly is null && load.Total.Count > 0, Valid = load.Valid, InvalidBecause = load.InvalidBecause,
    };
}
