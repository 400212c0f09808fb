namespace Frostline.Migrations.Sql;

/// <summary>One statement of a script.</summary>
/// <param name="Text">As it was written, without the semicolon and without comments around it.</param>
/// <param name="Line">Of its first token in the script, from 1.</param>
/// <param name="Tokens">Its tokens, without comments.</param>
internal sealed record Statement(string Text, int Line, IReadOnlyList<Token> Tokens)
{
    /// <summary>Comments before and within it, markers included.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>Why no tokens could be made of it, with line and column; null for a statement that could be read.</summary>
    public string? Broken { get; init; }
}
