using Testing;

namespace Frostline.Backups.Tests;

/// <summary>Backups that must not be believed, and databases that must be as they were afterwards.</summary>
public sealed class RefusedBackupsTests(PostgresServer server, ProvenBackup proven) : IClassFixture<ProvenBackup>, IDisposable
{
    private readonly TemporaryFolder copy = proven.Copy();
    private readonly CoffeeShop shop = proven.Shop;
    private readonly BackupManifest backup = proven.Backup;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private BackupPlace Place => new(copy.Path, shop.Key);

    private string FilePath => Path.Combine(copy.Path, $"{backup.Id}.backup");

    private string ManifestPath => Path.Combine(copy.Path, $"{backup.Id}.json");

    public void Dispose() => copy.Dispose();

    private async Task<string> TestRefusalAsync(BackupKey? key = null) =>
        (await Should.ThrowAsync<BackupException>(() =>
            new DatabaseBackups(Place with { Key = key ?? shop.Key }, TimeProvider.System).TestAsync(shop.Connection, id: null, _ => { }, Cancellation))).Message;

    private async Task<string> RestoreRefusalAsync(string id, string? into = null)
    {
        var refused = await Should.ThrowAsync<BackupException>(() =>
            new DatabaseBackups(Place, TimeProvider.System).RestoreAsync(shop.Connection, new(id, into), _ => { }, Cancellation));
        (await shop.AskAsync("SELECT count(*) FROM coffees")).ShouldBe(500L);
        return refused.Message;
    }

    [Fact]
    public async Task ATamperedFile_IsRefused_ByTheChunkThatDiffers()
    {
        var bytes = await File.ReadAllBytesAsync(FilePath, Cancellation);
        bytes[^100] ^= 1;
        await File.WriteAllBytesAsync(FilePath, bytes, Cancellation);

        (await TestRefusalAsync()).ShouldBe($"backup {backup.Id}: is refused: chunk 0 is not the one that was written there. Nothing was restored of it. Take its copy from the remote target, or another backup.");
        (await RestoreRefusalAsync(backup.Id)).ShouldContain("chunk 0 is not the one that was written there");
    }

    [Fact]
    public async Task ATruncatedFile_IsRefused_ByItsLength()
    {
        await using (var file = File.OpenWrite(FilePath))
            file.SetLength(file.Length - 1);

        (await TestRefusalAsync()).ShouldContain($"the file has {backup.FileBytes - 1} bytes, its manifest says {backup.FileBytes}");
    }

    [Fact]
    public async Task AMissingFile_IsToldByName()
    {
        File.Delete(FilePath);

        (await TestRefusalAsync()).ShouldBe($"backup {backup.Id}: its file {backup.Id}.backup is gone. Bring it back, or take another backup.");
    }

    [Fact]
    public async Task AChangedManifest_IsRefused()
    {
        await File.WriteAllTextAsync(ManifestPath, (await File.ReadAllTextAsync(ManifestPath, Cancellation)).Replace("\"rows\": 500", "\"rows\": 499", StringComparison.Ordinal), Cancellation);

        (await TestRefusalAsync()).ShouldContain("its manifest was changed, or was written with another key");
    }

    [Fact]
    public async Task AnotherKey_IsRefused_BeforeAnythingIsRead() =>
        (await TestRefusalAsync(BackupKey.Parse(BackupKey.Generate(), "other"))).ShouldContain("written with another key. Give the key it was made with");

    [Fact]
    public async Task AFileUnderAnothersName_IsRefused()
    {
        var other = $"{shop.Name}_20990101T000000000Z";
        File.Copy(FilePath, Path.Combine(copy.Path, $"{other}.backup"));
        File.Copy(ManifestPath, Path.Combine(copy.Path, $"{other}.json"));

        (await RestoreRefusalAsync(other)).ShouldContain($"its manifest is that of {backup.Id}");
    }

    [Fact]
    public async Task AnotherDatabase_IsRefused_UnlessItIsSaid()
    {
        await using var other = new CoffeeShop(server);
        await other.InitializeAsync();

        var refused = await Should.ThrowAsync<BackupException>(() =>
            new DatabaseBackups(Place, TimeProvider.System).RestoreAsync(other.Connection, new(backup.Id, Into: null), _ => { }, Cancellation));

        refused.Message.ShouldBe($"backup {backup.Id}: is of database {shop.Name}, not of {other.Name}. Say --into={other.Name} when you mean it.");
        var outcome = await new DatabaseBackups(Place, TimeProvider.System).RestoreAsync(other.Connection, new(backup.Id, other.Name), _ => { }, Cancellation);
        outcome.Database.ShouldBe(other.Name);
        (await shop.AskAsync(other.Name, "SELECT count(*) FROM coffees")).ShouldBe(500L);
    }

    [Fact]
    public async Task AnUnknownId_NamesTheNearest() =>
        (await RestoreRefusalAsync(backup.Id[..^2] + (backup.Id[^2] == '7' ? "8Z" : "7Z"))).ShouldContain($"Did you mean '{backup.Id}'?");

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    public async Task AnIdThatIsAPath_IsNone(string id) => (await RestoreRefusalAsync(id)).ShouldContain("there is none of that name");
}
