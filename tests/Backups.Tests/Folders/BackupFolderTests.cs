using Frostline.Backups.Folders;
using Testing;

namespace Frostline.Backups.Tests.Folders;

public sealed class BackupFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new("backups");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private BackupFolder Folder => new(folder.Path, BackupKey.Parse(BackupKey.Generate(), "test"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task WriteFile_WhenTheDiskIsFull_SaysSo_AndLeavesNothing()
    {
        using var work = WorkFolder.Create(folder.Path, TimeProvider.System);

        var full = await Should.ThrowAsync<BackupException>(() => Folder.WriteFileAsync<int>("coffee_20261121T000000000Z", work, async file =>
        {
            await file.WriteAsync("begun"u8.ToArray(), Cancellation);
            await using var disk = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
            await disk.WriteAsync(new byte[10], Cancellation);
            return 0;
        }));

        full.Message.ShouldStartWith($"{folder.Path}: the backup could not be written (No space left on device");
        full.Message.ShouldEndWith("Nothing of it is kept. Make room there, or give another folder in database.backups.folder.");
        Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)).ShouldBe(["held"]);
    }

    [Fact]
    public void Create_SweepsWhatAKilledRunLeft_AndNothingThatIsInUse()
    {
        using var living = WorkFolder.Create(folder.Path, TimeProvider.System);
        var left = folder.Combine(".run-left", "pgpass");
        File.WriteAllText(left, "secret");
        File.WriteAllText(folder.Combine(".run-left", "held"), "");

        using var next = WorkFolder.Create(folder.Path, TimeProvider.System);

        File.Exists(left).ShouldBeFalse();
        Directory.Exists(living.Path).ShouldBeTrue();
    }

    [Fact]
    public void Create_WhereAFileIs_SaysWhatToGive()
    {
        var file = folder.Write("file", "");

        Should.Throw<BackupException>(() => WorkFolder.Create(file, TimeProvider.System)).Message.ShouldEndWith("Give a folder of your own in database.backups.folder.");
    }

    [Theory]
    [InlineData("coffee_staging_20261121T081500000Z", "coffee_staging", true)]
    [InlineData("coffee_staging_20261121T081500000Z", "coffee", false)]
    [InlineData("coffee_staging_20261121T081500000Z", null, true)]
    [InlineData("coffee_staging_2026", null, false)]
    [InlineData("../coffee_20261121T081500000Z", null, false)]
    [InlineData(".coffee_20261121T081500000Z", null, false)]
    public void AnId_BelongsToTheDatabaseItNames(string id, string? database, bool expected) => BackupId.IsOf(id, database).ShouldBe(expected);
}
