using Frostline.Migrations.Gates;
using Frostline.Migrations.Sql;

namespace Frostline.Migrations.Proofs;

/// <summary>
/// Whether a release can work on a schema that is newer than its own. EF Core names every mapped column in SELECT and INSERT, so that it
/// breaks exactly when one of them is gone, narrower or empty where it was not, or when its INSERTs leave out what must be given or meet a new demand. Pure.
/// </summary>
internal sealed class SchemaProof(IReadOnlyList<MappedTable> mapped, Catalog before, Catalog after)
{
    /// <summary>What would break for certain; empty when it is proven that nothing would.</summary>
    public IReadOnlyList<string> Breaks() => [.. mapped.SelectMany(Breaks)];

    /// <summary>What rows must meet that they did not have to: only the values that the release writes tell whether it does.</summary>
    public IReadOnlyList<string> Demands() => [.. mapped.Where(table => after.Tables.ContainsKey(table.Name)).SelectMany(table => Demands(table, Then(table), after.Tables[table.Name]))];

    private IEnumerable<string> Breaks(MappedTable table)
    {
        if (table.IsView)
            return after.Others.ContainsKey($"view {table.Name}") || after.Others.ContainsKey($"materialized view {table.Name}") || after.Tables.ContainsKey(table.Name) ? [] : [$"view {table.Name} is gone"];
        if (!after.Tables.TryGetValue(table.Name, out var now))
            return after.Others.ContainsKey($"view {table.Name}") ? [$"table {table.Name} is a view, of which it is not proven that it takes rows"] : [$"table {table.Name} is gone"];
        return [.. Mapped(table, Then(table), now), .. Unmapped(table, Then(table), now)];
    }

    private CatalogTable Then(MappedTable table) => before.Tables.GetValueOrDefault(table.Name) ?? new(table.Name);

    private static IEnumerable<string> Mapped(MappedTable table, CatalogTable then, CatalogTable now)
    {
        foreach (var (name, readsNull) in table.Columns)
        {
            var column = $"column {table.Name}.{name}";
            if (!now.Columns.TryGetValue(name, out var @is))
                yield return $"{column} is gone";
            else if (then.Columns.GetValueOrDefault(name) is { } was)
            {
                if (!Holds(was.Type, @is.Type))
                    yield return $"{column} is {@is.Type} and was {was.Type}";
                if (@is.Required && !was.Required && readsNull)
                    yield return $"{column} takes no null any more";
                if (!@is.Required && was.Required && !readsNull)
                    yield return $"{column} may be null, which its model does not read";
                if (@is.MustBeGiven && !was.MustBeGiven && was.Required)
                    yield return $"{column} has no default any more";
                if (@is.Generated && !was.Generated)
                    yield return $"{column} is computed and may not be given";
            }
        }
    }

    private static IEnumerable<string> Unmapped(MappedTable table, CatalogTable then, CatalogTable now) => now.Columns
        .Where(column => !table.Columns.ContainsKey(column.Key) && column.Value.MustBeGiven && then.Columns.GetValueOrDefault(column.Key)?.MustBeGiven != true)
        .Select(column => $"column {table.Name}.{column.Key} must be given and has no default");

    private static IEnumerable<string> Demands(MappedTable table, CatalogTable then, CatalogTable now)
    {
        var constraints = now.Constraints.Where(constraint => then.Constraints.Values.All(old => old.Definition != constraint.Value.Definition) && (Meets(constraint.Value.Columns, table, now) || constraint.Value.Definition.Contains(" IS NOT NULL", StringComparison.Ordinal)))
            .Select(constraint => $"rows of {table.Name} must meet {constraint.Key}: {constraint.Value.Definition}");
        var indexes = now.Indexes.Where(index => index.Value.Unique && !then.Indexes.Values.Any(old => old.Unique && Body(old) == Body(index.Value)) && Meets(index.Value.Columns, table, now))
            .Select(index => $"rows of {table.Name} must be unique by {index.Key}: {string.Join(", ", index.Value.Columns)}");
        return constraints.Concat(indexes);
    }

    /// <summary>A demand on columns that the release leaves null, because it does not know them, is met.</summary>
    private static bool Meets(IReadOnlyList<string> columns, MappedTable table, CatalogTable now) =>
        columns.Count == 0 || columns.Any(column => table.Columns.ContainsKey(column) || now.Columns.GetValueOrDefault(column) is not { Required: false, Default: null, Generated: false });

    private static bool Holds(string was, string now) =>
        was == now || (SqlType.Parse(was) is { } from && SqlType.Parse(now) is { } to && from.WidensTo(to));

    /// <summary>The definition without the index's name.</summary>
    private static string Body(CatalogIndex index) => index.Definition[index.Definition.IndexOf(" ON ", StringComparison.Ordinal)..];
}
