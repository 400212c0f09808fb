using Frostline.Delivery.Settings;
using Frostline.Migrations.Applying;
using Frostline.Migrations.Gates;
using Frostline.Migrations.Linting;
using Frostline.Migrations.Planning;
using Frostline.Migrations.Proofs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Frostline.Migrations;

/// <summary>Plans a migration, and looks at whether the database and the release that serves are fit for it.</summary>
public sealed class MigrationReviewer(TimeProvider time)
{
    /// <summary>Ids of migrations after the target that a deployment leaves for a later run; it is proven that the release they belong to can wait for them.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];

    /// <summary>Reads, lints, plans and proves; builds schemas in a scratch database of the same server; changes and locks nothing of the database itself.</summary>
    /// <param name="source">The migrations.</param>
    /// <param name="connectionString">The database; its user may need the right to create databases.</param>
    /// <param name="options">Target and timeouts.</param>
    /// <param name="serving">The newest migration that the release that serves knows; null when none serves.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MigrationException">Assembly, database, target or history do not fit; or an override is none.</exception>
    public async Task<MigrationReview> ReviewAsync(MigrationSource source, Secret connectionString, MigrationOptions options, string? serving, CancellationToken cancellationToken)
    {
        var address = new DatabaseAddress(connectionString, options);
        using var assembly = new MigrationAssembly(source);
        await using var connection = await address.OpenAsync(cancellationToken);
        await using var context = assembly.CreateContext(connection);
        Migrator.EnsureModelIsMigrated(context, source);
        var history = await Migrator.HistoryAsync(context, source, cancellationToken);
        var pending = history.Pending(options.Target);
        var plan = await PlanAsync(context, connection, history, pending, address.ToString(), cancellationToken);
        var live = await new CatalogReader(connection).ReadAsync(cancellationToken);
        var journal = await new JournalTable(connection).ReadAsync(cancellationToken);
        var schemas = new SchemaChecks(context, history, pending, serving) { Waiting = Waiting, Half = [.. journal.Where(row => row.IsHalf).Select(row => row.Migration)] };
        return new(plan,
        [
            history.Order(pending),
            Checksums.Judge(journal, history.Applied, id => history.Known.Contains(id) ? MigrationScript.UpOf(context, id).Checksum : null),
            .. await schemas.RunAsync(address, live, time, cancellationToken),
        ]);
    }

    private static async Task<MigrationPlan> PlanAsync(
        DbContext context, NpgsqlConnection connection, MigrationHistory history, IReadOnlyList<string> pending, string database, CancellationToken cancellationToken)
    {
        var reader = new MigrationReader(context);
        var sizes = await TableSizes.ReadAsync(connection, cancellationToken);
        return new([.. pending.Select(id => Planner.Plan(reader.Lint(id, connection.PostgreSqlVersion), reader.Down(id), sizes, connection.PostgreSqlVersion))], history.Head, history.Applied.Count, database);
    }
}
