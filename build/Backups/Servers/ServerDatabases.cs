using System.Globalization;
using Npgsql;

namespace Frostline.Backups.Servers;

/// <summary>Makes, renames and drops whole databases. Only databases that were made here are ever dropped.</summary>
internal sealed class ServerDatabases(DatabaseServer server)
{
    /// <summary>Where one connects to when it is about databases: every server has it.</summary>
    private const string Maintenance = "postgres";

    private const int Attempts = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public async Task<bool> ExistsAsync(string name, CancellationToken cancellationToken)
    {
        await using var connection = await server.OpenAsync(Maintenance, cancellationToken);
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", connection) { Parameters = { new() { Value = name } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>A new database with encoding and collation of the backup's.</summary>
    public async Task CreateAsync(string name, DatabaseLocale locale, CancellationToken cancellationToken)
    {
        await using var connection = await server.OpenAsync(Maintenance, cancellationToken);
        await RunAsync(connection,
            $"CREATE DATABASE {Sql.Name(name)} TEMPLATE template0 ENCODING {Sql.Text(locale.Encoding)} LC_COLLATE {Sql.Text(locale.Collate)} LC_CTYPE {Sql.Text(locale.CType)}", cancellationToken);
    }

    /// <summary>Drops what was made here, with all sessions in it; the caller's cancellation does not keep it.</summary>
    public async Task DropOwnAsync(string name)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await using var connection = await server.OpenAsync(Maintenance, deadline.Token);
            await RunAsync(connection, $"DROP DATABASE IF EXISTS {Sql.Name(name)} WITH (FORCE)", deadline.Token);
        }
        catch (Exception failure) when (failure is NpgsqlException or BackupException or OperationCanceledException)
        {
            // The next run sweeps it; what led here is worth more than this.
        }
    }

    /// <summary>Drops what runs that were killed left: databases of that form, made before a time that is part of their names, in which nobody is.</summary>
    public async Task SweepAsync(string prefix, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var left = new List<string>();
        await using var connection = await server.OpenAsync(Maintenance, cancellationToken);
        await using (var command = new NpgsqlCommand(
            "SELECT datname FROM pg_database AS d WHERE starts_with(datname, $1) AND NOT EXISTS (SELECT FROM pg_stat_activity AS a WHERE a.datid = d.oid)", connection)
            { Parameters = { new() { Value = prefix } } })
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                left.Add(reader.GetString(0));
        }

        foreach (var name in left.Where(name => long.TryParse(name.AsSpan(prefix.Length), CultureInfo.InvariantCulture, out var made) && made < before.ToUnixTimeMilliseconds()))
            await RunAsync(connection, $"DROP DATABASE IF EXISTS {Sql.Name(name)}", cancellationToken);
    }

    /// <summary>
    /// Puts a database in the place of another, in one transaction. The first rename locks the name: who connects from then on waits,
    /// while those who are in are sent away, so that no client's persistence keeps the swap from happening.
    /// </summary>
    /// <param name="target">The name; there may be no such database yet.</param>
    /// <param name="replacement">The database to put there.</param>
    /// <param name="kept">What the database that was there is called from now on.</param>
    /// <param name="cancellationToken">Before the commit nothing was changed.</param>
    public async Task SwapAsync(string target, string replacement, string kept, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TrySwapAsync(target, replacement, kept, cancellationToken);
                return;
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.ObjectInUse && attempt < Attempts)
            {
                // Somebody took longer to leave than the server waits.
            }
        }
    }

    private async Task TrySwapAsync(string target, string replacement, string kept, CancellationToken cancellationToken)
    {
        await using var connection = await server.OpenAsync(Maintenance, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, "SET LOCAL lock_timeout = '1min'", cancellationToken);
        if (await ExistsAsync(target, cancellationToken))
            await RenameAsync(connection, target, kept, cancellationToken);
        await RunAsync(connection, $"ALTER DATABASE {Sql.Name(replacement)} RENAME TO {Sql.Name(target)}", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task RenameAsync(NpgsqlConnection connection, string name, string to, CancellationToken cancellationToken)
    {
        var renaming = RunAsync(connection, $"ALTER DATABASE {Sql.Name(name)} RENAME TO {Sql.Name(to)}", cancellationToken);
        await using var other = await server.OpenAsync(Maintenance, cancellationToken);
        while (!renaming.IsCompleted)
        {
            await using var command = new NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", other) { Parameters = { new() { Value = name } } };
            await command.ExecuteNonQueryAsync(cancellationToken);
            await Task.WhenAny(renaming, Task.Delay(Pause, cancellationToken));
        }

        await renaming;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
