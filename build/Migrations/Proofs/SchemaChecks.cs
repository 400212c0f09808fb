using Frostline.Migrations.Gates;
using Frostline.Migrations.Linting;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Frostline.Migrations.Proofs;

/// <summary>Builds the schemas before and after a migration in a scratch database, and compares them with the real one and with the model of the release that serves.</summary>
/// <param name="context">The migrations.</param>
/// <param name="history">Of the real database.</param>
/// <param name="pending">To be applied.</param>
/// <param name="serving">The newest migration that the release that serves knows; null when none serves.</param>
internal sealed class SchemaChecks(DbContext context, MigrationHistory history, IReadOnlyList<string> pending, string? serving)
{
    /// <summary>Migrations that a run left half done.</summary>
    public IReadOnlyList<string> Half { get; init; } = [];

    /// <summary>Migrations that are to be applied later.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];

    /// <param name="address">The real database.</param>
    /// <param name="live">Its schema.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<Check>> RunAsync(DatabaseAddress address, Catalog live, TimeProvider time, CancellationToken cancellation)
    {
        if (history.Applied.Count == 0)
            return [DriftFrom(Catalog.Empty, live)];
        try
        {
            await using var scratch = await ScratchDatabase.CreateAsync(address, time, cancellation);
            return await RunAsync(scratch, live, cancellation);
        }
        catch (PostgresException refused)
        {
            return Untold($"no schema can be built beside {address} to compare with: {refused.MessageText} (SQL state {refused.SqlState})", alsoDrift: true);
        }
    }

    private async Task<IReadOnlyList<Check>> RunAsync(ScratchDatabase scratch, Catalog live, CancellationToken cancellation)
    {
        var catalogs = new CatalogReader(scratch.Connection);
        string[] known = [.. history.Known.TakeWhile(id => id != serving).Append(serving ?? "").Intersect(history.Applied)];
        await scratch.ApplyAsync(context, known, cancellation);
        var before = await catalogs.ReadAsync(cancellation);
        await scratch.ApplyAsync(context, history.Applied.Except(known), cancellation);
        var drift = DriftFrom(await catalogs.ReadAsync(cancellation), live);
        if (serving is null || pending.Count + Waiting.Count == 0)
            return [drift];
        try
        {
            await scratch.ApplyAsync(context, pending, cancellation);
            var after = await catalogs.ReadAsync(cancellation);
            Check[] proof = pending.Count == 0 ? [] : Proof(before, after);
            await scratch.ApplyAsync(context, Waiting, cancellation);
            return [drift, .. proof, .. Waiting.Count == 0 ? [] : WaitingProof(after, await catalogs.ReadAsync(cancellation))];
        }
        catch (PostgresException failed)
        {
            return [drift, .. Untold($"the migrations fail in an empty database: {failed.MessageText} (SQL state {failed.SqlState})", alsoDrift: false)];
        }
    }

    private Check[] Proof(Catalog before, Catalog after) =>
        Missing().Any() ? [Open($"the release that serves expects {serving}, which the database does not have")]
        : new MigrationReader(context).ModelAt(serving!) is not { } model ? [Open($"{serving} does not tell the model of the release that serves")]
        : Judge(new SchemaProof(MappedTable.Of(model), before, after));

    /// <summary>What the release that serves was deployed with, but for what it left to be taken away later.</summary>
    private IEnumerable<string> Missing()
    {
        var expansion = new Expansion(context);
        return history.Known.Contains(serving) ? history.Known.TakeWhile(id => id != serving).Append(serving!).Except(history.Applied).Where(id => expansion.Breaking(id).Count == 0) : [serving!];
    }

    /// <summary>The same proof with the times exchanged: the release was made for the schema after all its migrations, and is to live with the one before the last of them.</summary>
    private Check[] WaitingProof(Catalog without, Catalog with) => new MigrationReader(context).ModelAt(Waiting[^1]) is not { } model
        ? [new(MigrationReview.WaitingName, CheckVerdict.Inconclusive, [$"{Waiting[^1]} does not tell the model of its release"])]
        : [Check.Of(MigrationReview.WaitingName, [.. new SchemaProof(MappedTable.Of(model), with, without).Breaks().Select(fact => fact.Replace(" is gone", " is not there", StringComparison.Ordinal))], [])];

    private static Check[] Judge(SchemaProof proof)
    {
        var proven = Check.Of(MigrationReview.ProofName, proof.Breaks(), []);
        return proof.Demands() is { Count: > 0 } demands ? [proven, Check.Of("demands", [], demands)] : [proven];
    }

    private static Check Open(string fact) => new(MigrationReview.ProofName, CheckVerdict.Inconclusive, [fact]);

    private Check DriftFrom(Catalog expected, Catalog live) => Drift.Between(expected, live).ToCheck(Half);

    private List<Check> Untold(string fact, bool alsoDrift)
    {
        var untold = new List<Check>();
        if (alsoDrift)
            untold.Add(new(Drift.Name, CheckVerdict.Inconclusive, [fact]));
        if (serving is not null && pending.Count > 0)
            untold.Add(Open(fact));
        if (Waiting.Count > 0)
            untold.Add(new(MigrationReview.WaitingName, CheckVerdict.Inconclusive, [fact]));
        return untold;
    }
}
