namespace Frostline.Migrations.Sql;

/// <summary>The kinds of objects that CREATE, ALTER and DROP name.</summary>
internal static class ObjectKinds
{
    private static readonly string[][] Known =
    [
        ["MATERIALIZED", "VIEW"], ["FOREIGN", "TABLE"], ["FOREIGN", "DATA", "WRAPPER"], ["EVENT", "TRIGGER"], ["CONSTRAINT", "TRIGGER"], ["USER", "MAPPING"],
        ["TEXT", "SEARCH", "CONFIGURATION"], ["TEXT", "SEARCH", "DICTIONARY"], ["DEFAULT", "PRIVILEGES"],
        ["TABLE"], ["INDEX"], ["VIEW"], ["SEQUENCE"], ["SCHEMA"], ["EXTENSION"], ["TYPE"], ["DOMAIN"], ["FUNCTION"], ["PROCEDURE"], ["ROUTINE"], ["AGGREGATE"], ["TRIGGER"],
        ["POLICY"], ["RULE"], ["STATISTICS"], ["DATABASE"], ["ROLE"], ["USER"], ["COLLATION"], ["CAST"], ["OPERATOR"], ["PUBLICATION"], ["SUBSCRIPTION"], ["SERVER"], ["OWNED"], ["SYSTEM"],
    ];

    /// <exception cref="UnreadException">None of them stands here.</exception>
    public static string Take(Cursor cursor)
    {
        var kind = Known.FirstOrDefault(words => cursor.Takes(words)) ?? throw new UnreadException();
        return kind is ["CONSTRAINT", "TRIGGER"] ? "trigger" : string.Join(' ', kind).ToLowerInvariant();
    }
}
