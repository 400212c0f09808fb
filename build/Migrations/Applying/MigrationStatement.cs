using Frostline.Migrations.Sql;

namespace Frostline.Migrations.Applying;

/// <summary>One statement of a migration, as it is sent.</summary>
/// <param name="Text">Without the semicolon.</param>
/// <param name="Outside">Whether the migration asks for it to run outside a transaction.</param>
internal sealed record MigrationStatement(string Text, bool Outside)
{
    /// <summary>Its tokens; none where only PostgreSQL can read it.</summary>
    public IReadOnlyList<Token> Tokens { get; init; } = [];

    /// <summary>Comments before and within it.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>The statements of a command of EF Core's, which may hold several.</summary>
    public static IReadOnlyList<MigrationStatement> Of(string command, bool outside)
    {
        try
        {
            return [.. SqlScript.Split(command).Select(statement => new MigrationStatement(statement.Text, outside) { Tokens = statement.Tokens, Comments = statement.Comments })];
        }
        catch (SqlException)
        {
            // PostgreSQL has the last word on what is SQL.
            return [new(command, outside)];
        }
    }

    public override string ToString() => Text;
}
