using System.Text;
using Frostline.Backups.Folders;

namespace Frostline.Backups.Servers;

/// <summary>The password for PostgreSQL's own programs, in a file that only its owner can read, gone when disposed: command lines and environments show theirs.</summary>
internal sealed class PasswordFile : IDisposable
{
    public PasswordFile(DatabaseServer server, WorkFolder work)
    {
        Location = work.File("pgpass");
        using var file = OwnerFile.Create(Location);
        file.Write(Encoding.UTF8.GetBytes($"*:*:*:*:{Escaped(server.Password?.Reveal() ?? "")}\n"));
    }

    public string Location { get; }

    public void Dispose() => File.Delete(Location);

    private static string Escaped(string field) =>
        field.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
}
