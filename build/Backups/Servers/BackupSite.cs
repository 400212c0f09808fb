using Frostline.Backups.Folders;
using Frostline.Delivery.Processes;

namespace Frostline.Backups.Servers;

/// <summary>What every step of a run works with.</summary>
internal sealed record BackupSite(DatabaseServer Server, PostgresTools Tools, WorkFolder Work, ProcessRunner Processes, TimeProvider Time)
{
    public ServerDatabases Databases { get; } = new(Server);

    public double SecondsSince(long start) => Math.Round(Time.GetElapsedTime(start).TotalSeconds, 3);
}
