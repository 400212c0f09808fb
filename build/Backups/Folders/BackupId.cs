using System.Globalization;

namespace Frostline.Backups.Folders;

/// <summary>The name of a backup: database and time.</summary>
internal static class BackupId
{
    private const string Form = "yyyyMMdd'T'HHmmssfff'Z'";
    private const int TimeLength = 19;

    public static string Of(string database, DateTimeOffset at) => $"{database}_{at.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture)}";

    /// <summary>Whether it is a backup of that database; of any one when that is null.</summary>
    public static bool IsOf(string id, string? database) =>
        id.Length > TimeLength + 1 && id[0] != '.' && id.AsSpan().IndexOfAny('/', '\\') < 0 && DateTime.TryParseExact(id[^TimeLength..], Form, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out _)
        && id[^(TimeLength + 1)] == '_' && (database is null || id[..^(TimeLength + 1)] == database);
}
