using System.Text.RegularExpressions;

namespace Frostline.Migrations.Linting;

/// <summary>Names and statements as a person can paste them.</summary>
internal static partial class Pasted
{
    /// <summary>Quoted where PostgreSQL would fold it otherwise.</summary>
    public static string Name(string name) => string.Join('.', name.Split('.').Select(part => Plain().IsMatch(part) ? part : $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    public static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(Name));

    /// <summary>A call of <c>migrationBuilder.Sql</c> that runs outside the migration's transaction.</summary>
    public static string Outside(string sql) => $"migrationBuilder.Sql(\"\"\"{sql}\"\"\", suppressTransaction: true);";

    [GeneratedRegex("^[a-z_][a-z0-9_]*$")]
    private static partial Regex Plain();
}
