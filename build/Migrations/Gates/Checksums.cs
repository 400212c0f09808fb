using Frostline.Migrations.Applying;

namespace Frostline.Migrations.Gates;

/// <summary>Whether migrations are still those that were applied. Pure.</summary>
internal static class Checksums
{
    /// <param name="journal">What the database tells.</param>
    /// <param name="applied">Ids in its history.</param>
    /// <param name="checksum">Of a migration as it is now; null for one that is not known.</param>
    public static Check Judge(IReadOnlyList<JournalRow> journal, IReadOnlyList<string> applied, Func<string, string?> checksum)
    {
        var rows = journal.Where(row => row is { Down: false, State: JournalState.Committed or JournalState.Adopted }).ToDictionary(row => row.Migration);
        var (altered, notes) = (new List<string>(), new List<string>());
        foreach (var id in applied)
        {
            if (!rows.TryGetValue(id, out var row))
                notes.Add($"{id} was applied by something else, and its statements are not known");
            else if (row.Generator != MigrationScript.Generator)
                notes.Add($"the statements of {id} were made by EF Core {row.Generator}, this is {MigrationScript.Generator}");
            else if (checksum(id) is { } now && now != row.Checksum)
                altered.Add($"{id} was applied with other statements than it has now. Bring its file back as it was, and put the change into a migration of its own");
        }

        return Check.Of("checksums", altered, notes);
    }
}
