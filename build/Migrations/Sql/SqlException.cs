namespace Frostline.Migrations.Sql;

/// <summary>Text that PostgreSQL could not read as SQL either.</summary>
/// <param name="line">From 1.</param>
/// <param name="column">From 1.</param>
/// <param name="problem">What is wrong there.</param>
internal sealed class SqlException(int line, int column, string problem) : MigrationException($"line {line}, column {column}: {problem}")
{
    public int Line { get; } = line;

    public int Column { get; } = column;
}
