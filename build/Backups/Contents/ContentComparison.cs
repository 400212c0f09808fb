using System.Globalization;

namespace Frostline.Backups.Contents;

/// <summary>What differs between what was backed up and what was restored. Pure.</summary>
internal static class ContentComparison
{
    private const int MostTold = 10;

    public static IReadOnlyList<string> Differences(DatabaseContent expected, DatabaseContent actual)
    {
        var tables = actual.Tables.ToDictionary(table => table.Name);
        return
        [
            .. expected.Schema.Except(actual.Schema).Select(line => $"is missing: {line}"),
            .. actual.Schema.Except(expected.Schema).Select(line => $"is new: {line}"),
            .. expected.Tables.Where(table => tables.ContainsKey(table.Name)).Select(table => Difference(table, tables[table.Name])).OfType<string>(),
        ];
    }

    /// <summary>The first few, and how many more there are.</summary>
    public static string Told(IReadOnlyList<string> differences) =>
        string.Join("; ", differences.Take(MostTold)) + (differences.Count > MostTold ? $"; and {differences.Count - MostTold} more" : "");

    private static string? Difference(TableContent expected, TableContent actual) =>
        expected.Rows != actual.Rows
            ? string.Create(CultureInfo.InvariantCulture, $"table {expected.Name} has {actual.Rows} rows, not {expected.Rows}")
            : expected != actual ? $"table {expected.Name} has other values in rows that were compared" : null;
}
