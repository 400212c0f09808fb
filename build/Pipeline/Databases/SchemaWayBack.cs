using Frostline.Backups;
using Frostline.Delivery;
using Frostline.Migrations;

namespace Frostline.Pipeline.Databases;

/// <summary>The environment's database brought back to an earlier schema: where that loses nothing, or what it loses is in a proven backup.</summary>
internal sealed class SchemaWayBack(WayBack way, TimeProvider time)
{
    /// <exception cref="RefusedException">Something would be lost, and nobody said that it may; or the release that serves needs what would go.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        BackupManifest? backup = null;
        SchemaReturn? judged = null;
        try
        {
            EnsureUnused();
            judged = await SchemaReturner.JudgeAsync(way.Source, way.Connection, way.Target, cancellation);
            IReadOnlyList<LostValues> held = [];
            if (judged.Losses.Count > 0)
                (backup, held) = await BackUpAsync(judged, cancellation);
            var returner = new SchemaReturner(time) { Accepted = held, Options = way.Limits };
            judged = await returner.ReturnAsync(way.Source, way.Connection, way.Target, way.Print, cancellation);
            await WriteAsync(judged, MigrationRecord.Of(backup, judged.Outcome, failure: null));
        }
        catch (DeliveryException failure)
        {
            await WriteAsync(judged, MigrationRecord.Of(backup, (failure as MigrationException)?.Outcome, failure));
            throw;
        }
    }

    /// <summary>Prints what it would do, and does nothing.</summary>
    public async Task ShowAsync(CancellationToken cancellation)
    {
        var judged = await SchemaReturner.JudgeAsync(way.Source, way.Connection, way.Target, cancellation);
        way.Print($"{judged.Database} would go back to {way.Target}: {string.Join(", ", judged.Steps.Select(step => step.Name))} would be taken back");
        way.Print(judged.Losses.Count == 0 ? "Nothing would be lost." : $"Lost would be: {string.Join("; ", judged.Losses)}. {await RestoreAsync(cancellation)}");
        if (Needs() is { } refusal)
            way.Print(refusal);
    }

    /// <summary>The release that serves needs its schema until another one serves.</summary>
    private void EnsureUnused()
    {
        if (Needs() is { } refusal && !way.Force)
            throw new RefusedException(refusal);
    }

    private string? Needs() => way.Serving?.MigrationHead is { } needed && string.CompareOrdinal(needed, way.Target) > 0
        ? $"{way.Environment}: {way.Serving.Version} serves and needs the schema up to {needed}. Go back with the traffic first: ./build.sh --target=Rollback --database --environment={way.Environment}; or pass --force."
        : null;

    /// <summary>Says what would be lost, here and by a restore; then asks, and takes a backup.</summary>
    /// <returns>The backup, and what it holds of what was agreed to, read in the copy that proved it: nothing else may be lost.</returns>
    private async Task<(BackupManifest Backup, IReadOnlyList<LostValues> Held)> BackUpAsync(SchemaReturn judged, CancellationToken cancellation)
    {
        if (!way.Force)
        {
            var lost = $"{judged.Database}: going back to {way.Target} would lose something: {string.Join("; ", judged.Losses)}. {await RestoreAsync(cancellation)}";
            if (way.Ask is null)
                throw new RefusedException($"{lost} Nothing was changed. Leave the schema as it is, since earlier releases run with what was only added; or pass --force to go back once a backup is taken and proven.");
            way.Print(lost);
            if (!await way.Ask("Go back all the same, once a backup is taken and proven?"))
                throw new RefusedException($"Not agreed: {judged.Database} is as it was.");
        }

        IReadOnlyList<LostValues> held = [];
        var backup = await (await way.Backups()).TakeAsync(
            way.Connection, async (_, copy) => held = (await SchemaReturner.JudgeAsync(way.Source, copy, way.Target, cancellation)).Losses, way.Print, cancellation);
        return (backup, [.. held.Where(loss => judged.Losses.Any(agreed => agreed.What == loss.What))]);
    }

    private async Task<string> RestoreAsync(CancellationToken cancellation)
    {
        try
        {
            return (await (await way.Backups()).LossAsync(way.Connection, way.Target, cancellation))?.ToString() ?? "There is no proven backup with that schema to restore instead.";
        }
        catch (DeliveryException untold)
        {
            return $"What a restore would lose cannot be told: {untold.Message}";
        }
    }

    private Task WriteAsync(SchemaReturn? judged, MigrationRecord record)
    {
        var gone = record.Returned?.Select(migration => migration.Name).ToHashSet() ?? [];
        return (record with { Environment = way.Environment, Lost = [.. judged?.Steps.Where(step => gone.Contains(step.Name)).SelectMany(step => step.Losses).Select(loss => loss.What) ?? []] }).WriteAsync(way.Folder);
    }
}
