using System.Globalization;
using Frostline.Backups;
using Npgsql;

namespace Frostline.Pipeline.Databases;

/// <summary>A backup brought back into the environment.</summary>
internal sealed class DatabaseRestore(BuildContext context)
{
    /// <returns>What happened, in lines for people.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        if (context.Options.Backup is not { } id)
            throw new OptionsException(["--backup: is missing. Give the id of a backup; their files are named so."]);
        await context.Gate.HoldAsync();
        var connection = await (await context.PlatformAsync()).EnsureDatabaseAsync(context.Settings, context.Target.Name, context.Cancellation);
        var outcome = await (await new BackupAccess(context).OpenAsync()).RestoreAsync(connection, new(id, context.Options.Into) { Prepare = AnonymiseAsync }, context.Print, context.Cancellation);
        return [.. Lines(outcome)];
    }

    /// <summary>Data that came from another environment, for one where fewer eyes are kept on it.</summary>
    private async Task AnonymiseAsync(BackupManifest backup, NpgsqlConnection copy, CancellationToken cancellation)
    {
        if (backup.Database == context.Settings.DatabaseName(context.Target.Name) || context.Target.Approval)
            return;
        var columns = context.Settings.Database!.Anonymise;
        if (columns.Count == 0)
            context.Print($"database.anonymise names no column: {context.Target.Name} gets the data of {backup.Database} as they are.");
        foreach (var line in await new Anonymiser(columns).RunAsync(copy, cancellation))
            context.Print(line);
    }

    private static IEnumerable<string> Lines(RestoreOutcome outcome)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{outcome.Database} is {outcome.Id}, {outcome.Seconds:0.0} s after the start.");
        if (outcome.Kept is { } kept)
            yield return $"What was there is kept as {kept}. Nothing drops it but you.";
        if (outcome.MigrationHead is { } head)
            yield return $"Its schema is at {head}. When the release that serves is newer: ./build.sh --target=Migrate.";
    }
}
