using Testing;

namespace Frostline.Backups.Tests;

/// <summary>A backup that several tests look at, each in a copy of its folder.</summary>
public sealed class ProvenBackup(PostgresServer server) : IAsyncLifetime
{
    public CoffeeShop Shop { get; } = new(server);

    public BackupManifest Backup { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Shop.InitializeAsync();
        Backup = await new DatabaseBackups(Shop.Place, TimeProvider.System).TakeAsync(Shop.Connection, _ => { }, TestContext.Current.CancellationToken);
    }

    public TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder("backups");
        foreach (var file in Directory.GetFiles(Shop.Folder))
            File.Copy(file, copy.Combine(Path.GetFileName(file)));
        return copy;
    }

    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}
