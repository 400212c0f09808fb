using System.Diagnostics;
using System.Globalization;
using Frostline.Backups;
using Frostline.Backups.Servers;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Settings;
using Npgsql;

namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>A backup of 1 GB with encryption, restore and comparison, against pg_dump piped into pg_restore, by turns.</summary>
internal sealed class BackupPart : MigratePart
{
    private const int Rounds = 3;
    private const int Tables = 4;
    private const int RowsEach = 1_000_000;

    public override string Name => "backup";

    public override async Task<BenchmarkReport> MeasureAsync(BuildContext context)
    {
        var settings = context.Settings with { Database = context.Settings.Database! with { Name = "benchmark" } };
        var connection = await (await context.PlatformAsync()).EnsureDatabaseAsync(settings, context.Target.Name, context.Cancellation);
        var folder = Directory.CreateTempSubdirectory("frostline-backup-").FullName;
        try
        {
            await RunAsync(connection, Fill, context.Cancellation);
            var bytes = await BytesAsync(connection, context.Cancellation);
            var (ours, plain, last) = await MeasureAsync(context, connection, folder);
            return Answer(bytes, ours, plain, last);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            await RunAsync(connection, "DROP SCHEMA public CASCADE; CREATE SCHEMA public", CancellationToken.None);
        }
    }

    private static string Fill => "DROP SCHEMA public CASCADE; CREATE SCHEMA public;" + string.Concat(Enumerable.Range(1, Tables).Select(table => string.Create(CultureInfo.InvariantCulture,
        $"""
        CREATE TABLE cups{table} (id bigint PRIMARY KEY, owner uuid NOT NULL, drunk_at timestamptz NOT NULL, note text NOT NULL);
        INSERT INTO cups{table} SELECT n, md5((n % 20000)::text)::uuid, now() - n * interval '30 seconds',
            'a cup of ' || (ARRAY['espresso', 'filter', 'latte'])[1 + n % 3] || ', remembered as ' || md5(n::text) || md5((n * 7)::text) || ' by ' || md5((n % 500)::text) || md5((n % 90)::text)
            FROM generate_series(1, {RowsEach}) AS n;
        CREATE INDEX cups{table}_of_owner ON cups{table} (owner);
        """)));

    private static async Task<(List<double> Ours, List<double> Plain, BackupManifest Last)> MeasureAsync(BuildContext context, Secret connection, string folder)
    {
        var backups = new DatabaseBackups(new(folder, BackupKey.Parse(BackupKey.Generate(), "benchmark")) { Retention = new(1, 0, 0) }, TimeProvider.System);
        List<double> ours = [], plain = [];
        BackupManifest? last = null;
        for (var round = 0; round < Rounds; round++)
        {
            plain.Add(await TimeAsync(() => PipeAsync(context, connection)));
            ours.Add(await TimeAsync(async () => last = await backups.TakeAsync(connection, context.Print, context.Cancellation)));
        }

        return (ours, plain, last!);
    }

    /// <summary>What one types without this suite: one archive, one job, nothing encrypted, nothing compared.</summary>
    private static async Task PipeAsync(BuildContext context, Secret connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection.Reveal());
        var copy = $"{settings.Database}_copy";
        await RunAsync(connection, $"DROP DATABASE IF EXISTS {copy}", context.Cancellation);
        await RunAsync(connection, $"CREATE DATABASE {copy} TEMPLATE template0", context.Cancellation);
        await using var open = new NpgsqlConnection($"{connection.Reveal()};Pooling=false");
        await open.OpenAsync(context.Cancellation);
        var tools = await PostgresTools.ForAsync(open.PostgreSqlVersion.Major, context.Processes, context.Environment.GetEnvironmentVariable("PATH") ?? "", context.Cancellation);
        await context.Processes.RunAsync(
            new Command("/bin/sh", "-c", "\"$1\" --format=custom --dbname=\"$3\" | \"$2\" --exit-on-error --dbname=\"$4\"", "sh", tools.Dump, tools.Restore, settings.Database!, copy)
            {
                Deadline = TimeSpan.FromHours(1),
                Environment = new Dictionary<string, string?> { ["PGHOST"] = settings.Host, ["PGPORT"] = $"{settings.Port}", ["PGUSER"] = settings.Username, ["PGPASSWORD"] = settings.Password },
            }, context.Cancellation);
        await RunAsync(connection, $"DROP DATABASE {copy}", context.Cancellation);
    }

    private static BenchmarkReport Answer(long bytes, List<double> ours, List<double> plain, BackupManifest last)
    {
        var (median, other) = (ours.Order().ElementAt(Rounds / 2), plain.Order().ElementAt(Rounds / 2));
        var overhead = (median / other - 1) * 100;
        return new(
            [new("backup, restore and comparison against pg_dump | pg_restore: more time, in %", overhead, null, 25)],
            [
                string.Create(CultureInfo.InvariantCulture, $"  {bytes / 1e9:0.00} GB in {Tables} tables, each with a key and an index; median of {Rounds}, by turns"),
                string.Create(CultureInfo.InvariantCulture, $"  ours    {median:0.0} s: dump, pack and encrypt {last.DumpSeconds:0.0} s, restore {last.Proof!.RestoreSeconds:0.0} s, compare {last.Proof.CompareSeconds:0.0} s; file {last.FileBytes / 1e6:0} MB"),
                string.Create(CultureInfo.InvariantCulture, $"  plain   {other:0.0} s: pg_dump --format=custom | pg_restore"),
            ],
            new { Bytes = bytes, Seconds = ours, PlainSeconds = plain, last.FileBytes, last.DumpSeconds, last.Proof.RestoreSeconds, last.Proof.CompareSeconds });
    }

    private static async Task<long> BytesAsync(Secret connection, CancellationToken cancellation)
    {
        await using var open = new NpgsqlConnection($"{connection.Reveal()};Pooling=false");
        await open.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("SELECT pg_database_size(current_database())", open);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task RunAsync(Secret connection, string sql, CancellationToken cancellation)
    {
        await using var open = new NpgsqlConnection($"{connection.Reveal()};Pooling=false");
        await open.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, open) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
