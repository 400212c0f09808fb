using Frostline.Migrations.Linting;
using Frostline.Migrations.Tests.Samples;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Frostline.Migrations.Tests.Linting;

/// <summary>Operations and SQL as a migration's, judged without a database.</summary>
internal sealed class Bench : IDisposable
{
    private readonly BareContext context = new(new DbContextOptionsBuilder<BareContext>().UseNpgsql().Options);

    public LintedMigration Judge(params IReadOnlyList<MigrationOperation> operations) => Judge([], operations);

    public LintedMigration Judge(IReadOnlyList<Override> allowed, IReadOnlyList<MigrationOperation> operations, Version? server = null) =>
        Linter.Judge("1_Sample", new MigrationReader(context).Read(operations, model: null), allowed, server ?? Linter.UnknownServer);

    /// <param name="sql">Statements of one migration; a line that begins with an exclamation mark runs outside its transaction.</param>
    public LintedMigration Judge(string sql) => Judge([.. sql.Split('\n').Select(line => new SqlOperation { Sql = line.TrimStart('!'), SuppressTransaction = line.StartsWith('!') })]);

    public void Dispose() => context.Dispose();
}
