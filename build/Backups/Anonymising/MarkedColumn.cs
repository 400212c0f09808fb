using System.Globalization;
using Frostline.Backups.Servers;
using Frostline.Delivery.Settings;
using Npgsql;

namespace Frostline.Backups;

/// <summary>A column whose values must not leave production.</summary>
/// <param name="Given">As the settings name it.</param>
/// <param name="Table">Schema and table, quoted.</param>
/// <param name="Name">The column, quoted.</param>
/// <param name="Replacement">SQL for the value that takes the place; <c>$1</c> is the run's key.</param>
/// <param name="Tells">SQL condition: the value tells something. What is the replacement already tells nothing.</param>
internal sealed record MarkedColumn(string Given, string Table, string Name, string Replacement, string Tells)
{
    /// <exception cref="BackupException">It is not there, or cannot take the form.</exception>
    public static async Task<MarkedColumn> FindAsync(NpgsqlConnection connection, string given, AnonymousForm form, CancellationToken cancellationToken)
    {
        var parts = given.Split('.');
        var (schema, table, column) = parts.Length == 3 ? (parts[0], parts[1], parts[2]) : ("public", parts[0], parts[^1]);
        const string sql =
            "SELECT data_type, character_maximum_length FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 AND column_name = $3";
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = schema }, new() { Value = table }, new() { Value = column } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new BackupException($"database.anonymise.{given}: there is no such column. Name it as table.column or schema.table.column, in the case it has.");
        var (type, length) = (reader.GetString(0), reader.IsDBNull(1) ? int.MaxValue : reader.GetInt32(1));
        var name = Sql.Name(column);
        return new(given, $"{Sql.Name(schema)}.{Sql.Name(table)}", name, Replace(given, name, (type, length), form), form switch
        {
            AnonymousForm.Empty => $"{name} <> ''",
            AnonymousForm.Zero => $"{name} <> 0",
            _ => $"{name} IS NOT NULL",
        });
    }

    private static string Replace(string given, string name, (string Type, int Length) column, AnonymousForm form)
    {
        var digest = $"encode(sha256(convert_to($1 || {name}::text, 'UTF8')), 'hex')";
        var limit = Math.Min(column.Length, 40).ToString(CultureInfo.InvariantCulture);
        var isText = column.Type is "text" or "character varying";
        return form switch
        {
            AnonymousForm.Null => "NULL",
            AnonymousForm.Empty when isText => "''",
            AnonymousForm.Zero when column.Type is "smallint" or "integer" or "bigint" or "numeric" or "real" or "double precision" => "0",
            AnonymousForm.Hash when column.Type == "uuid" => $"left({digest}, 32)::uuid",
            AnonymousForm.Hash when isText => $"left({digest}, {limit})",
            AnonymousForm.Email when isText && column.Length >= 32 => $"left({digest}, 16) || '@example.invalid'",
            _ => throw new BackupException($"database.anonymise.{given}: a column of type {column.Type}{(column.Length < int.MaxValue ? $"({column.Length})" : "")} cannot take '{form.ToString().ToLowerInvariant()}'. Give a form that fits: hash for text and uuid, email for text of 32 and more, empty for text, zero for numbers, null for any."),
        };
    }
}
