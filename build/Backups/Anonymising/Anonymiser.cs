using System.Globalization;
using System.Security.Cryptography;
using Frostline.Backups.Servers;
using Frostline.Delivery.Settings;
using Npgsql;

namespace Frostline.Backups;

/// <summary>
/// Replaces the values of marked columns, and proves that none of them is left there. Triggers of the tables sleep meanwhile: they could write the values elsewhere.
/// The tables are rewritten afterwards, since replaced rows stay in their files and in the statistics.
/// </summary>
/// <param name="columns">What takes the place of the values, by <c>table.column</c> or <c>schema.table.column</c>.</param>
public sealed class Anonymiser(IReadOnlyDictionary<string, AnonymousForm> columns)
{
    /// <returns>A line for each column: how many rows were given other values.</returns>
    /// <exception cref="BackupException">A column is not there, cannot take the form, or a value survived.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Known to this run alone, so that nobody can find values by hashing guesses.
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var marked = new List<MarkedColumn>();
        foreach (var (name, form) in columns)
            marked.Add(await MarkedColumn.FindAsync(connection, name, form, cancellationToken));
        var told = new List<string>();
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            foreach (var table in marked.GroupBy(column => column.Table))
                told.AddRange(await ReplaceAsync(connection, table.Key, [.. table], key, cancellationToken));
            await transaction.CommitAsync(cancellationToken);
        }

        foreach (var table in marked.Select(column => column.Table).Distinct())
            await RunAsync(connection, $"VACUUM (FULL, ANALYZE) {table}", cancellationToken);
        return told;
    }

    private static async Task<IReadOnlyList<string>> ReplaceAsync(
        NpgsqlConnection connection, string table, MarkedColumn[] marked, string key, CancellationToken cancellationToken)
    {
        foreach (var (index, column) in marked.Index())
            await RunAsync(connection, $"CREATE TEMP TABLE original_{index} ON COMMIT DROP AS SELECT DISTINCT {column.Name}::text AS value FROM {table} WHERE {column.Tells}", cancellationToken);
        await RunAsync(connection, $"ALTER TABLE {table} DISABLE TRIGGER USER", cancellationToken);
        var rows = await UpdateAsync(connection, table, marked, key, cancellationToken);
        await RunAsync(connection, $"ALTER TABLE {table} ENABLE TRIGGER USER", cancellationToken);
        var told = new List<string>();
        foreach (var (index, column) in marked.Index())
        {
            var left = (long)(await AskAsync(connection, $"SELECT count(*) FROM {table} WHERE {column.Name}::text IN (SELECT value FROM original_{index})", cancellationToken))!;
            if (left > 0)
                throw new BackupException(string.Create(CultureInfo.InvariantCulture, $"database.anonymise.{column.Given}: {left} rows still have a value that was there before. The copy is dropped; correct the rule."));
            await RunAsync(connection, $"DROP TABLE original_{index}", cancellationToken);
            told.Add(string.Create(CultureInfo.InvariantCulture, $"{column.Given} is anonymous in {rows} rows"));
        }

        return told;
    }

    private static async Task<int> UpdateAsync(NpgsqlConnection connection, string table, MarkedColumn[] marked, string key, CancellationToken cancellationToken)
    {
        try
        {
            await using var update = new NpgsqlCommand($"UPDATE {table} SET {string.Join(", ", marked.Select(column => $"{column.Name} = {column.Replacement}"))}", connection);
            if (marked.Any(column => column.Replacement.Contains("$1", StringComparison.Ordinal)))
                update.Parameters.Add(new() { Value = key });
            return await update.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException refused)
        {
            throw new BackupException($"database.anonymise: {table}: {refused.MessageText}. The copy is dropped; give the column a form that it can take.", refused);
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
