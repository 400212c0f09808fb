namespace Frostline.Migrations.Sql;

/// <summary>A statement is of a form that the reader does not know; it never leaves the reader.</summary>
internal sealed class UnreadException : Exception;
