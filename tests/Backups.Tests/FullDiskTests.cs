using Testing;

namespace Frostline.Backups.Tests;

/// <summary>Disks that are full, as the kernel says it.</summary>
public sealed class FullDiskTests(PostgresServer server) : IAsyncLifetime
{
    /// <summary>What a file takes at least.</summary>
    private static readonly int Page = Environment.SystemPageSize;

    private readonly CoffeeShop shop = new(server);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => shop.InitializeAsync();

    public ValueTask DisposeAsync() => shop.DisposeAsync();

    [Fact]
    public async Task Take_WhereTheBackupFindsNoRoom_SaysSo_AndLeavesNothing()
    {
        using var disk = new SmallDisk(bytes: 2 * Page);

        var full = await Should.ThrowAsync<BackupException>(new DatabaseBackups(new(disk.Path, shop.Key), TimeProvider.System).TakeAsync(shop.Connection, _ => { }, Cancellation));

        full.Message.ShouldStartWith($"{disk.Path}: the backup could not be written (No space left on device");
        full.Message.ShouldEndWith("Nothing of it is kept. Make room there, or give another folder in database.backups.folder.");
        Directory.GetFileSystemEntries(disk.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Test_WhereTheArchiveFindsNoRoom_SaysHowMuchItNeeds_AndKeepsTheBackupAsItWas()
    {
        var backup = await new DatabaseBackups(shop.Place, TimeProvider.System).TakeAsync(shop.Connection, _ => { }, Cancellation);
        string[] files = [$"{backup.Id}.backup", $"{backup.Id}.json"];
        using var disk = new SmallDisk((int)files.Sum(file => (new FileInfo(Path.Combine(shop.Folder, file)).Length / Page + 1) * Page) + Page);
        foreach (var file in files)
            File.Copy(Path.Combine(shop.Folder, file), Path.Combine(disk.Path, file));

        var full = await Should.ThrowAsync<BackupException>(new DatabaseBackups(new(disk.Path, shop.Key), TimeProvider.System).TestAsync(shop.Connection, backup.Id, _ => { }, Cancellation));

        full.Message.ShouldMatch($@"^backup {backup.Id}: could not be unpacked in {disk.Path} \(No space left on device.*\)\. It needs \d+\.\d KiB there meanwhile\.$");
        Directory.GetFileSystemEntries(disk.Path).Select(entry => Path.GetFileName(entry)).Order().ShouldBe(files);
    }
}
