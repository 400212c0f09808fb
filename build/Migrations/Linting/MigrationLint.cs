using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Frostline.Migrations.Linting;

/// <summary>The lint alone, without a database.</summary>
public static class MigrationLint
{
    /// <summary>Judges operations as one migration's.</summary>
    /// <param name="context">Of the provider whose statements are judged; it is not connected.</param>
    /// <param name="operations">In order.</param>
    /// <returns>All hazards, also those that a comment allows.</returns>
    /// <exception cref="MigrationException">An override names no rule or gives no reason.</exception>
    public static IReadOnlyList<Finding> Findings(DbContext context, IReadOnlyList<MigrationOperation> operations) =>
        [.. Linter.Judge("migration", new MigrationReader(context).Read(operations, model: null), [], Linter.UnknownServer).Findings];
}
