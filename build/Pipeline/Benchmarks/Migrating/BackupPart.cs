using System.Diagnostics;
using System.Globalization;
using Frostline.Backups;
using Frostline.Backups.Servers;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Settings;
using Npgsql;

namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>A backup of 1 GB with encryption, restore and comparison, against pg_dump piped into pg_restore, by turns.</summary>
internal sealed class BackupPart : BenchmarkPart
{
    private const int Rounds = 3;
    private const int Tables = 4;
    private const int RowsEach = 1_000_000;

    public override string Name => "backup";

    public override TimeSpan Deadline => TimeSpan.FromHours(1);

    public override async Task<BenchmarkReport> MeasureAsync(BuildContext context, CancellationToken cancellation)
    {
        var folder = Path.Combine(context.Paths.Benchmarks, "migrate-backups");
        DeleteFolder(folder);
        await using var database = await TrialDatabase.CreateAsync(context, "backup", cancellation);
        try
        {
            context.Print($"{Tables} tables of {RowsEach:N0} rows are made");
            await database.RunAsync(Fill, cancellation);
            var bytes = await database.BytesAsync(cancellation);
            var (ours, plain, last) = await MeasureAsync(context, database, folder, cancellation);
            return Answer(bytes, ours, plain, last);
        }
        finally
        {
            DeleteFolder(folder);
        }
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private static string Fill => string.Concat(Enumerable.Range(1, Tables).Select(table => string.Create(CultureInfo.InvariantCulture,
        $"""
        CREATE TABLE cups{table} (id bigint PRIMARY KEY, owner uuid NOT NULL, drunk_at timestamptz NOT NULL, note text NOT NULL);
        INSERT INTO cups{table} SELECT n, md5((n % 20000)::text)::uuid, now() - n * interval '30 seconds',
            'a cup of ' || (ARRAY['espresso', 'filter', 'latte'])[1 + n % 3] || ', remembered as ' || md5(n::text) || md5((n * 7)::text) || ' by ' || md5((n % 500)::text) || md5((n % 90)::text)
            FROM generate_series(1, {RowsEach}) AS n;
        CREATE INDEX cups{table}_of_owner ON cups{table} (owner);
        """)));

    private static async Task<(List<double> Ours, List<double> Plain, BackupManifest Last)> MeasureAsync(
        BuildContext context, TrialDatabase database, string folder, CancellationToken cancellation)
    {
        var backups = new DatabaseBackups(new(folder, BackupKey.Parse(BackupKey.Generate(), "benchmark")) { Retention = new(1, 0, 0) }, TimeProvider.System);
        List<double> ours = [], plain = [];
        BackupManifest? last = null;
        for (var round = 1; round <= Rounds; round++)
        {
            plain.Add(await TimeAsync(() => PipeAsync(context, database.Connection, cancellation)));
            context.Print(Told($"round {round} of {Rounds}: pg_dump | pg_restore took {plain[^1]:0.0} s"));
            ours.Add(await TimeAsync(async () => last = await backups.TakeAsync(database.Connection, context.Print, cancellation)));
            context.Print(Told($"round {round} of {Rounds}: backup, restore and comparison took {ours[^1]:0.0} s"));
        }

        return (ours, plain, last!);
    }

    /// <summary>What one types without this suite: one archive, one job, nothing encrypted, nothing compared.</summary>
    private static async Task PipeAsync(BuildContext context, Secret connection, CancellationToken cancellation)
    {
        await using var copy = await TrialDatabase.CreateAsync(context, "copy", cancellation);
        await using var open = new NpgsqlConnection($"{connection.Reveal()};Pooling=false");
        await open.OpenAsync(cancellation);
        var tools = await PostgresTools.ForAsync(open.PostgreSqlVersion.Major, context.Processes, context.Environment.GetEnvironmentVariable("PATH") ?? "", cancellation);
        var settings = new NpgsqlConnectionStringBuilder(connection.Reveal());
        await context.Processes.RunAsync(
            new Command("/bin/sh", "-c", "\"$1\" --format=custom --dbname=\"$3\" | \"$2\" --exit-on-error --dbname=\"$4\"", "sh", tools.Dump, tools.Restore, settings.Database!, copy.Name)
            {
                Deadline = TimeSpan.FromHours(1),
                Environment = new Dictionary<string, string?> { ["PGHOST"] = settings.Host, ["PGPORT"] = $"{settings.Port}", ["PGUSER"] = settings.Username, ["PGPASSWORD"] = settings.Password },
            }, cancellation);
    }

    private static BenchmarkReport Answer(long bytes, List<double> ours, List<double> plain, BackupManifest last)
    {
        var (median, other) = (ours.Order().ElementAt(Rounds / 2), plain.Order().ElementAt(Rounds / 2));
        var overhead = (median / other - 1) * 100;
        return new(
            [new("backup and proof against pg_dump | pg_restore: more, in %", overhead, null, 25)],
            [
                string.Create(CultureInfo.InvariantCulture, $"  {bytes / 1e9:0.00} GB in {Tables} tables, each with a key and an index; median of {Rounds}, by turns"),
                string.Create(CultureInfo.InvariantCulture, $"  ours    {median:0.0} s: dump, pack and encrypt {last.DumpSeconds:0.0} s, restore {last.Proof!.RestoreSeconds:0.0} s, compare {last.Proof.CompareSeconds:0.0} s; file {last.FileBytes / 1e6:0} MB"),
                string.Create(CultureInfo.InvariantCulture, $"  plain   {other:0.0} s: pg_dump --format=custom | pg_restore"),
            ],
            new { Bytes = bytes, Seconds = ours, PlainSeconds = plain, last.FileBytes, last.DumpSeconds, last.Proof.RestoreSeconds, last.Proof.CompareSeconds });
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Told(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
