namespace Frostline.Migrations.Sql;

/// <summary>A column's type under the name that PostgreSQL itself prints.</summary>
/// <param name="Name">Without length, such as <c>character varying</c>.</param>
/// <param name="Sizes">Length, or precision and scale; empty for none.</param>
/// <param name="IsArray">Whether it is an array of it.</param>
internal sealed record SqlType(string Name, IReadOnlyList<int> Sizes, bool IsArray)
{
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["int"] = "integer", ["int4"] = "integer", ["int8"] = "bigint", ["int2"] = "smallint", ["bool"] = "boolean", ["varchar"] = "character varying",
        ["char"] = "character", ["bpchar"] = "character", ["nchar"] = "character", ["float8"] = "double precision", ["float"] = "double precision", ["float4"] = "real",
        ["decimal"] = "numeric", ["dec"] = "numeric", ["timestamptz"] = "timestamp with time zone", ["timestamp"] = "timestamp without time zone",
        ["timetz"] = "time with time zone", ["time"] = "time without time zone", ["varbit"] = "bit varying",
        ["serial4"] = "serial", ["serial8"] = "bigserial", ["serial2"] = "smallserial",
    };

    /// <summary>Whether a sequence fills it.</summary>
    public bool IsSerial => Name is "serial" or "bigserial" or "smallserial";

    public override string ToString() => $"{Name}{(Sizes.Count > 0 ? $"({string.Join(',', Sizes)})" : "")}{(IsArray ? "[]" : "")}";

    public static SqlType Of(string name, IReadOnlyList<int> sizes, bool isArray) => new(Aliases.GetValueOrDefault(name, name), sizes, isArray);

    /// <summary>A type as EF Core or PostgreSQL's catalogs write it; null when it is none.</summary>
    public static SqlType? Parse(string text)
    {
        var cursor = new Cursor(Tokenizer.Read(text));
        return TypeReader.Read(cursor) is { } type && cursor.AtEnd ? type : null;
    }

    /// <summary>Whether every value of this type is one of the other, and PostgreSQL neither rewrites nor scans the table for the change.</summary>
    public bool WidensTo(SqlType other) =>
        IsArray == other.IsArray && (Name, other.Name) switch
        {
            var (from, to) when from == to => Sizes.SequenceEqual(other.Sizes) || (IsSized && (other.Sizes.Count == 0 || Fits(other.Sizes))),
            ("character varying", "text") => true,
            ("text", "character varying") => other.Sizes.Count == 0,
            ("cidr", "inet") => true,
            _ => false,
        };

    private bool IsSized => Name is "character varying" or "numeric" or "bit varying";

    private bool Fits(IReadOnlyList<int> wider) =>
        Sizes.Count > 0 && wider[0] >= Sizes[0] && Sizes.Skip(1).SequenceEqual(wider.Skip(1));
}
