using System.Globalization;
using System.Text.RegularExpressions;
using Frostline.Migrations.Sql;

namespace Frostline.Migrations.Applying;

/// <summary>
/// A large data move that may be made in parts, said by a comment before the statement: <c>-- frostline:batch key=coffees.id size=5000</c>.
/// EF Core's own tools do not know it and run the statement whole, to the same end.
/// </summary>
/// <param name="Table">The table that is gone through.</param>
/// <param name="Column">Its column, which an index begins with and which is never null.</param>
/// <param name="Key">The column as the statement can name it.</param>
/// <param name="Size">Rows of the table in one transaction.</param>
internal sealed partial record BatchDirective(string Table, string Column, string Key, int Size)
{
    private const int DefaultSize = 5000;
    private const string Example = "Write '-- frostline:batch key=coffees.id size=5000', with 'table=' where the statement calls the table otherwise.";

    /// <returns>Null for a statement that has none.</returns>
    /// <exception cref="MigrationException">There is one, and it cannot be followed.</exception>
    public static BatchDirective? Of(MigrationStatement statement)
    {
        var written = statement.Comments.Select(comment => Directive().Match(comment)).FirstOrDefault(match => match.Success);
        if (written is null)
            return null;
        var values = Value().Matches(written.Groups["values"].Value).ToDictionary(value => value.Groups["name"].Value, value => value.Groups["value"].Value);
        if (!values.TryGetValue("key", out var key) || key.LastIndexOf('.') is var dot && dot < 1 && !values.ContainsKey("table"))
            throw new MigrationException($"'{written.Value.Trim()}' does not name a key with its table. {Example}");
        var size = values.TryGetValue("size", out var told) ? Read(told, written.Value.Trim()) : DefaultSize;
        return new(values.GetValueOrDefault("table") ?? key[..dot], key[(dot + 1)..], key, size);
    }

    /// <summary>The column's name in the catalog.</summary>
    public string ColumnName => Column.StartsWith('"') ? Column.Trim('"') : Column.ToLowerInvariant();

    /// <summary>The statement for the rows with a key from <c>$1</c> to <c>$2</c>.</summary>
    /// <param name="statement">As it was written.</param>
    /// <param name="type">The key's.</param>
    /// <exception cref="MigrationException">It has no place for that.</exception>
    public string Restrict(MigrationStatement statement, string type)
    {
        var (where, end) = Condition(statement);
        var range = $"{Key} >= $1::text::{type} AND {Key} <= $2::text::{type}";
        var start = statement.Tokens[0].Offset;
        var tail = end is { } last ? " " + statement.Text[(last.Offset - start)..] : "";
        var to = end is { } next ? next.Offset - start : statement.Text.Length;
        return where is { } condition
            ? $"{statement.Text[..(condition.End - start)]} {range} AND ({statement.Text[(condition.End - start)..to].TrimEnd()}\n){tail}"
            : $"{statement.Text[..to].TrimEnd()}\nWHERE {range}{tail}";
    }

    /// <returns>The word WHERE of the statement itself, if it has one, and what follows its condition.</returns>
    private static (Token? Where, Token? End) Condition(MigrationStatement statement)
    {
        var (depth, where, end, moves) = (0, (Token?)null, (Token?)null, false);
        foreach (var token in statement.Tokens)
        {
            depth += token.Is("(") ? 1 : token.Is(")") ? -1 : 0;
            if (depth > 0)
                continue;
            moves |= token.Is("UPDATE") || token.Is("DELETE") || token.Is("SELECT");
            if (token.Is("WHERE"))
                where ??= token;
            else if (token.Is("RETURNING") || (token.Is("ON") && statement.Tokens[0].Is("INSERT") && where is not null))
                end ??= token;
            else if (token.Is("GROUP") || token.Is("ORDER") || token.Is("LIMIT") || token.Is("UNION") || token.Is("HAVING"))
                moves = false;
        }

        return moves ? (where, end) : throw new MigrationException($"The statement cannot be done in batches: {Blockers.Shortened(statement.Text)}. Only UPDATE, DELETE and INSERT … SELECT can, without GROUP, ORDER, LIMIT or UNION.");
    }

    private static int Read(string size, string written) => int.TryParse(size, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 1_000_000
        ? number
        : throw new MigrationException($"'{written}': size is not a number from 1 to 1000000. {Example}");

    [GeneratedRegex(@"frostline:batch\b(?<values>[^*\r\n]*)")]
    private static partial Regex Directive();

    [GeneratedRegex(@"(?<name>[a-z]+)=(?<value>\S+)")]
    private static partial Regex Value();
}
