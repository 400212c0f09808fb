namespace Frostline.Migrations;

/// <summary>Where migrations come from.</summary>
/// <param name="AssemblyPath">A built or published assembly with a <c>DbContext</c> and its migrations, its <c>.deps.json</c> beside it.</param>
/// <param name="ContextName">Name of the <c>DbContext</c>, with or without namespace; needed only when the assembly has several.</param>
public sealed record MigrationSource(string AssemblyPath, string? ContextName = null);
