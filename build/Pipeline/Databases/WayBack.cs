using Frostline.Backups;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Frostline.Migrations;
using Frostline.Pipeline.Deploying;

namespace Frostline.Pipeline.Databases;

/// <summary>The way of an environment's database back to an earlier schema, as it was asked for.</summary>
internal sealed record WayBack
{
    public required string Environment { get; init; }

    public required MigrationSource Source { get; init; }

    public required Secret Connection { get; init; }

    /// <summary>Id of the migration that is to be the newest one.</summary>
    public required string Target { get; init; }

    /// <summary>Limits to what it may wait and stop.</summary>
    public MigrationOptions Limits { get; init; } = new();

    /// <summary>The release that serves; null when none does.</summary>
    public LedgerEntry? Serving { get; init; }

    /// <summary>Whether <c>--force</c> says that values may be lost, and the release that serves may lose its schema.</summary>
    public bool Force { get; init; }

    /// <summary>Opens the backups; they may lack their key, which matters only when something would be lost.</summary>
    public required Func<Task<DatabaseBackups>> Backups { get; init; }

    /// <summary>Asks the person at the terminal; null where there is none.</summary>
    public Func<string, Task<bool>>? Ask { get; init; }

    public required Action<string> Print { get; init; }

    /// <summary>Folder of <c>outcome.json</c>.</summary>
    public required string Folder { get; init; }

    public static async Task<WayBack> OfAsync(BuildContext context, Secret connection, string target) => new()
    {
        Environment = context.Target.Name,
        Source = new(context.MigrationsAssembly),
        Connection = connection,
        Target = target,
        Limits = MigrationLimits.Of(context.Target),
        Serving = (await Ledger.ReadAsync(context.Ledger(await context.PlatformAsync()), context.Target.Name, context.Cancellation)).Current,
        Force = context.Options.Force,
        Backups = new BackupAccess(context).OpenAsync,
        Ask = Terminal.IsThere ? question => Terminal.AgreesAsync(question, context.Cancellation) : null,
        Print = context.Print,
        Folder = context.Paths.Migrations(context.Target.Name),
    };
}
