using Frostline.Migrations.Linting;
using Microsoft.EntityFrameworkCore;

namespace Frostline.Migrations;

/// <summary>Whether migrations leave everything in place that releases before them use.</summary>
internal sealed class Expansion(DbContext context)
{
    private readonly MigrationReader reader = new(context);

    /// <summary>What of a migration breaks releases before it, by the lint's classes contract and unknown; empty when it only expands.</summary>
    /// <exception cref="MigrationException">An override of the migration names no rule or gives no reason.</exception>
    public IReadOnlyList<string> Breaking(string migration) => reader.Lint(migration, Linter.UnknownServer).Breaking;
}
