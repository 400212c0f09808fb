namespace Frostline.Backups;

/// <summary>What a restore of a backup would lose of what a database holds now.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="Written">A phrase for each table that was written since, such as <c>public.coffees has 12 rows more, 512 instead of 500</c>; empty when no difference was seen.</param>
public sealed record RestoreLoss(BackupManifest Backup, IReadOnlyList<string> Written)
{
    public override string ToString() =>
        $"A restore of {Backup.Id}, taken {Backup.TakenAt:u}, would lose what was written since: {(Written.Count == 0 ? "no difference was seen in rows and sampled values" : string.Join("; ", Written))}.";
}
