using System.Security.Cryptography;
using Testing;

namespace Frostline.Backups.Tests.Targets;

public sealed class BlobTargetTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new("blobs");
    private BlobContainer container = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private BlobTarget Target => new(container.Address, new BlobTargetOptions { Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1), MaxRetries = 2 } });

    public async ValueTask InitializeAsync() => container = await BlobContainer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await container.DisposeAsync();
        folder.Dispose();
    }

    private async Task<string> FileAsync(byte[] content)
    {
        var path = folder.Combine("file");
        await File.WriteAllBytesAsync(path, content, Cancellation);
        return path;
    }

    [Fact]
    public async Task Put_SendsBlocks_AndTheListLast()
    {
        var content = RandomNumberGenerator.GetBytes(8 * 1024 * 1024 + 1);

        await Target.PutAsync("a.backup", await FileAsync(content), Cancellation);

        container.Blobs["a.backup"].AsSpan().SequenceEqual(content).ShouldBeTrue();
        container.Requests.ShouldBe(["PUT a.backup?comp=block&blockid=MDAwMDAwMDA%3D", "PUT a.backup?comp=block&blockid=MDAwMDAwMDE%3D", "PUT a.backup?comp=blocklist"]);
    }

    [Fact]
    public async Task Put_OfAServiceThatIsBusy_TriesAgain()
    {
        container.Refuse(503, 503);

        await Target.PutAsync("a.json", await FileAsync([1, 2, 3]), Cancellation);

        container.Blobs["a.json"].ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Put_ThatIsForbidden_NamesTheRole_AndLeavesNothingToBeSeen()
    {
        container.Refuse(403);

        (await Should.ThrowAsync<BackupException>(async () => await Target.PutAsync("a.json", await FileAsync([1]), Cancellation)))
            .Message.ShouldBe($"{container.Address}: a.json: answered 403 AuthorizationPermissionMismatch. Give the pipeline's identity the role Storage Blob Data Contributor there.");
        container.Blobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_GivesBackWhatWasPut()
    {
        container.Blobs["a.backup"] = RandomNumberGenerator.GetBytes(3_000_000);

        await Target.GetAsync("a.backup", folder.Combine("back"), Cancellation);

        (await File.ReadAllBytesAsync(folder.Combine("back"), Cancellation)).AsSpan().SequenceEqual(container.Blobs["a.backup"]).ShouldBeTrue();
    }

    [Fact]
    public async Task List_ReadsAllPages()
    {
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
            container.Blobs[name] = [];

        (await Target.ListAsync(Cancellation)).ShouldBe(["a", "b", "c", "d", "e"]);
    }

    [Fact]
    public async Task Delete_OfWhatIsNotThere_IsNoError() => await Target.DeleteAsync("gone", Cancellation);
}
