using System.Globalization;

namespace Frostline.Backups;

/// <summary>
/// Which backups of one database are kept: the newest of each of the newest days, weeks and months that have one, and all
/// of the last 24 hours: a second run after something went wrong must not take the place of what was taken before. A time without backups deletes nothing.
/// </summary>
/// <param name="Daily">Days. Default 7.</param>
/// <param name="Weekly">Weeks, from Monday. Default 4.</param>
/// <param name="Monthly">Months. Default 3.</param>
public sealed record BackupRetention(int Daily = 7, int Weekly = 4, int Monthly = 3)
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(1);

    /// <summary>What can go. The newest that was verified always stays, and so does whatever is newer; others that were never verified count for nothing.</summary>
    internal IReadOnlyList<BackupManifest> Expired(IReadOnlyList<BackupManifest> backups)
    {
        var proven = backups.Where(backup => backup.Proof is not null).OrderByDescending(backup => backup.TakenAt).ToList();
        if (proven.Count == 0)
            return [];
        HashSet<BackupManifest> kept =
        [
            proven[0], .. backups.Where(backup => backup.TakenAt > proven[0].TakenAt),
            .. proven.Where(backup => backup.TakenAt > proven[0].TakenAt - Recent),
            .. NewestOf(proven, Daily, day => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)),
            .. NewestOf(proven, Weekly, day => $"{ISOWeek.GetYear(day)}-{ISOWeek.GetWeekOfYear(day)}"),
            .. NewestOf(proven, Monthly, day => day.ToString("yyyyMM", CultureInfo.InvariantCulture)),
        ];
        return [.. backups.Where(backup => !kept.Contains(backup)).OrderBy(backup => backup.TakenAt)];
    }

    private static IEnumerable<BackupManifest> NewestOf(List<BackupManifest> newestFirst, int count, Func<DateTime, string> period) =>
        newestFirst.DistinctBy(backup => period(backup.TakenAt.UtcDateTime)).Take(count);
}
