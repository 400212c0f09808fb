namespace Frostline.Migrations.Sql;

/// <summary>Reads REINDEX, VACUUM, CLUSTER, ANALYZE and REFRESH.</summary>
internal static class MaintenanceReader
{
    public static Maintained Read(string verb, Cursor cursor)
    {
        var options = cursor.Sees("(") ? cursor.TakeGroup() : [];
        var full = options.Any(token => token.Is("FULL"));
        var concurrently = options.Any(token => token.Is("CONCURRENTLY"));
        while (cursor.TakesAny("FULL", "FREEZE", "VERBOSE", "ANALYZE", "CONCURRENTLY", "MATERIALIZED", "VIEW"))
            (full, concurrently) = (full || cursor.Before.Is("FULL"), concurrently || cursor.Before.Is("CONCURRENTLY"));
        var what = cursor.TakesAny("INDEX", "TABLE", "SCHEMA", "DATABASE", "SYSTEM") ? cursor.Before.Text.ToLowerInvariant() : "table";
        concurrently |= cursor.Takes("CONCURRENTLY");
        var name = cursor.AtEnd ? "" : cursor.TakeQualifiedName();
        var named = $"{verb.ToLowerInvariant()}{(full ? " full" : "")}";
        return new(named, name, verb == "CLUSTER" && cursor.Takes("ON") ? cursor.TakeQualifiedName() : what == "table" && name.Length > 0 ? name : null) { Concurrently = concurrently };
    }
}
