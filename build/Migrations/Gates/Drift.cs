namespace Frostline.Migrations.Gates;

/// <summary>How a database differs from what its migrations make. Pure.</summary>
/// <param name="Additions">What is there and no migration makes: by hand, and in nobody's way.</param>
/// <param name="Differences">What is missing or otherwise.</param>
internal sealed record Drift(IReadOnlyList<string> Additions, IReadOnlyList<string> Differences)
{
    /// <param name="half">Migrations that a run left half done, whose parts are in nobody's history: with one of them differences are no fault.</param>
    public Check ToCheck(IReadOnlyList<string> half)
    {
        string[] notes = [.. half.Select(id => $"{id} is half done, and is finished first"), .. Additions.Select(addition => $"{addition} is there by hand: no migration makes it")];
        return half.Count > 0 ? Check.Of(Name, [], [.. Differences, .. notes]) : Check.Of(Name, Differences, notes);
    }

    public const string Name = "drift";

    public static Drift Between(Catalog expected, Catalog live)
    {
        var (additions, differences) = (new List<string>(), new List<string>());
        foreach (var (name, table) in live.Tables.Where(table => !expected.Tables.ContainsKey(table.Key)))
            additions.Add($"table {name}");
        foreach (var (name, table) in expected.Tables)
        {
            if (live.Tables.TryGetValue(name, out var there))
                Compare(table, there, additions, differences);
            else
                differences.Add($"table {name} is missing");
        }

        Compare(expected.Others, live.Others, name => name, additions, differences);
        return new(additions, differences);
    }

    private static void Compare(CatalogTable expected, CatalogTable live, List<string> additions, List<string> differences)
    {
        foreach (var (name, column) in live.Columns.Where(column => !expected.Columns.ContainsKey(column.Key)))
            (column.MustBeGiven ? differences : additions).Add($"column {expected.Name}.{name}{(column.MustBeGiven ? " is there by hand and must be given" : "")}");
        foreach (var (name, column) in expected.Columns)
            differences.AddRange(live.Columns.TryGetValue(name, out var there) ? Otherwise($"column {expected.Name}.{name}", column, there) : [$"column {expected.Name}.{name} is missing"]);
        Compare(Definitions(expected.Constraints), Definitions(live.Constraints), name => $"constraint {name} on {expected.Name}", additions, differences);
        Compare(Definitions(expected.Indexes), Definitions(live.Indexes), name => $"index {name} on {expected.Name}", additions, differences);
        differences.AddRange(live.Indexes.Where(index => !index.Value.Valid && expected.Indexes.ContainsKey(index.Key)).Select(index => $"index {index.Key} on {expected.Name} is not valid: its building was cut off"));
    }

    private static IEnumerable<string> Otherwise(string column, CatalogColumn expected, CatalogColumn live)
    {
        if (expected.Type != live.Type)
            yield return $"{column} is {live.Type}, not {expected.Type}";
        if (expected.Required != live.Required)
            yield return live.Required ? $"{column} takes no null" : $"{column} may be null";
        if (expected.Default != live.Default)
            yield return $"{column} has {(live.Default is null ? "no default" : $"the default {live.Default}")}, not {expected.Default ?? "none"}";
        if ((expected.Identity, expected.Generated) != (live.Identity, live.Generated))
            yield return $"{column} is {(live.Identity ? "an identity" : live.Generated ? "computed" : "neither an identity nor computed")}";
    }

    private static void Compare(IReadOnlyDictionary<string, string> expected, IReadOnlyDictionary<string, string> live, Func<string, string> named, List<string> additions, List<string> differences)
    {
        additions.AddRange(live.Keys.Where(name => !expected.ContainsKey(name)).Select(named));
        foreach (var (name, definition) in expected)
        {
            if (!live.TryGetValue(name, out var there))
                differences.Add($"{named(name)} is missing");
            else if (there != definition)
                differences.Add($"{named(name)} is '{there}', not '{definition}'");
        }
    }

    private static Dictionary<string, string> Definitions(Dictionary<string, CatalogConstraint> constraints) => constraints.ToDictionary(constraint => constraint.Key, constraint => constraint.Value.Definition);

    private static Dictionary<string, string> Definitions(Dictionary<string, CatalogIndex> indexes) => indexes.ToDictionary(index => index.Key, index => index.Value.Definition);
}
