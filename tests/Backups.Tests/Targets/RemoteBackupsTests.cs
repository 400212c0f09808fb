using Testing;

namespace Frostline.Backups.Tests.Targets;

public sealed class RemoteBackupsTests(PostgresServer server) : IAsyncLifetime
{
    private readonly CoffeeShop shop = new(server);
    private readonly TemporaryFolder share = new("share");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => shop.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        share.Dispose();
        await shop.DisposeAsync();
    }

    private DatabaseBackups Backups(IBackupTarget remote, int daysLater = 0) => new(shop.Place with { Remote = remote, Retention = new(1, 0, 0) }, new Later(TimeSpan.FromDays(daysLater)));

    [Fact]
    public async Task ABackup_ThatTheFolderLost_ComesBackFromTheContainer()
    {
        await using var container = await BlobContainer.StartAsync();
        var backups = Backups(new BlobTarget(container.Address, new BlobTargetOptions()));
        var taken = await backups.TakeAsync(shop.Connection, _ => { }, Cancellation);
        container.Blobs.Keys.Order().ShouldBe([$"{taken.Id}.backup", $"{taken.Id}.json"]);
        Directory.Delete(shop.Folder, recursive: true);

        var tested = await backups.TestAsync(shop.Connection, id: null, _ => { }, Cancellation);

        tested.Id.ShouldBe(taken.Id);
        File.Exists(Path.Combine(shop.Folder, $"{taken.Id}.backup")).ShouldBeTrue();
    }

    [Fact]
    public async Task WhatExpires_IsDeletedInBothPlaces()
    {
        var backups = Backups(new FolderTarget(share.Path));
        var first = await backups.TakeAsync(shop.Connection, _ => { }, Cancellation);

        var second = await Backups(new FolderTarget(share.Path), daysLater: 2).TakeAsync(shop.Connection, _ => { }, Cancellation);

        foreach (var folder in new[] { shop.Folder, share.Path })
            Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order().ShouldBe([$"{second.Id}.backup", $"{second.Id}.json"]);
        second.Id.ShouldNotBe(first.Id);
    }

    [Fact]
    public async Task AFolderThatCannotBeWritten_IsNamed_AndTheLocalBackupStays()
    {
        var taken = share.Write("file", "");

        var refused = await Should.ThrowAsync<BackupException>(() => Backups(new FolderTarget(taken)).TakeAsync(shop.Connection, _ => { }, Cancellation));

        refused.Message.ShouldStartWith($"{taken}: ");
        refused.Message.ShouldEndWith("The backup in the local folder is whole; make the remote one reachable, and run again.");
        Directory.GetFiles(shop.Folder, "*.backup").Length.ShouldBe(1);
    }

    /// <summary>The system's clock, ahead.</summary>
    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
