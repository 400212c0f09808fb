using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Frostline.Delivery.Settings;
using Npgsql;

namespace Frostline.Migrations;

/// <summary>
/// Reference data of an environment: SQL files in the order of their names, each in a transaction, under the database's migration lock. A file that was applied
/// is left out until its text changes, and then runs again: it must say what should be there (<c>INSERT … ON CONFLICT DO UPDATE</c>), not what to add.
/// </summary>
public sealed class Seeder(TimeProvider time)
{
    private const string Table =
        """
        CREATE TABLE IF NOT EXISTS __frostline_seeds (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL, applied_by text NOT NULL)
        """;

    /// <summary>Limits to what a file's statements may wait and run; what meets one fails.</summary>
    public MigrationOptions Options { get; init; } = new();

    /// <param name="folder">The environment's folder of SQL files; none means nothing to do.</param>
    /// <param name="connectionString">The database.</param>
    /// <param name="progress">Called for each file that is applied.</param>
    /// <param name="cancellationToken">Stops; the running file is rolled back.</param>
    /// <returns>Names of the files that were applied now.</returns>
    /// <exception cref="MigrationException">A file failed; those before it stay applied.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(string folder, Secret connectionString, Action<string> progress, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            return [];
        var address = new DatabaseAddress(connectionString, Options);
        await using var held = await DatabaseLock.TakeAsync(address, Options.Turn, holder => progress($"waiting for {holder}"), time, cancellationToken);
        await using var connection = await address.OpenAsync(cancellationToken);
        await RunAsync(connection, Table, [], cancellationToken);
        var applied = new List<string>();
        foreach (var file in Directory.GetFiles(folder, "*.sql").Order(StringComparer.Ordinal))
        {
            await held.EnsureHeldAsync(cancellationToken);
            if (!await ApplyAsync(connection, file, cancellationToken))
                continue;
            applied.Add(Path.GetFileName(file));
            progress($"seeded {applied[^1]}");
        }

        return applied;
    }

    private async Task<bool> ApplyAsync(NpgsqlConnection connection, string file, CancellationToken cancellationToken)
    {
        var (name, sql) = (Path.GetFileName(file), await File.ReadAllTextAsync(file, cancellationToken));
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql.ReplaceLineEndings("\n"))));
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var known = new NpgsqlCommand("SELECT checksum FROM __frostline_seeds WHERE name = $1", connection) { Parameters = { new() { Value = name } } };
        if (await known.ExecuteScalarAsync(cancellationToken) is string same && same == checksum)
            return false;
        try
        {
            await RunAsync(connection, "SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', $2, true)", [Milliseconds(Options.LockWait), Milliseconds(Options.StatementTimeout)], cancellationToken);
            await RunAsync(connection, sql, [], cancellationToken);
            await RunAsync(connection,
                "INSERT INTO __frostline_seeds VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO UPDATE SET checksum = $2, applied_at = $3, applied_by = $4",
                [name, checksum, time.GetUtcNow().UtcDateTime, Options.Owner], cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (PostgresException failed)
        {
            throw new MigrationException($"seeds: {name}: {failed.MessageText} (SQL state {failed.SqlState}). Nothing of the file was applied; correct it, and run again.", failed);
        }
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private static async Task RunAsync(NpgsqlConnection connection, string sql, object[] values, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
