using System.Globalization;

namespace Frostline.Backups.Contents;

/// <summary>What was written to a database since a backup, as far as rows and sampled values tell. Pure.</summary>
internal static class WrittenSince
{
    /// <summary>Of EF Core and of our own: nobody misses what is in them.</summary>
    private static readonly string[] Bookkeeping = ["public.\"__EFMigrationsHistory\"", "public.__frostline_"];

    /// <returns>A phrase for each table that is not as it was then.</returns>
    public static IReadOnlyList<string> Between(DatabaseContent then, DatabaseContent now)
    {
        var before = then.Tables.ToDictionary(table => table.Name);
        return
        [
            .. now.Tables.Where(table => !Bookkeeping.Any(name => table.Name.StartsWith(name, StringComparison.Ordinal)))
                .Select(table => before.TryGetValue(table.Name, out var old) ? Change(old, table, SameColumns(then, now, table.Name)) : New(table)).OfType<string>(),
        ];
    }

    private static string? New(TableContent table) => table.Rows == 0 ? null : Told($"{table.Name} is new, with {Rows(table.Rows)}");

    private static string? Change(TableContent then, TableContent now, bool comparable) => (now.Rows - then.Rows) switch
    {
        > 0 and var more => Told($"{now.Name} has {Rows(more)} more, {now.Rows} instead of {then.Rows}"),
        < 0 and var fewer => Told($"{now.Name} has {Rows(-fewer)} fewer, {now.Rows} instead of {then.Rows}, which would be back"),
        _ when now.Rows == 0 || then == now => null,
        _ when comparable => Told($"{now.Name} has as many rows as it had, {now.Rows}, with other values"),
        _ => Told($"{now.Name} has as many rows as it had, {now.Rows}; its columns are others, so that nobody can tell whether values are"),
    };

    private static bool SameColumns(DatabaseContent then, DatabaseContent now, string table) => ColumnsOf(then, table).SequenceEqual(ColumnsOf(now, table));

    private static IEnumerable<string> ColumnsOf(DatabaseContent content, string table) => content.Schema.Where(line => line.StartsWith($"column {table}.", StringComparison.Ordinal));

    private static string Rows(long rows) => rows == 1 ? "a row" : Told($"{rows} rows");

    private static string Told(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
