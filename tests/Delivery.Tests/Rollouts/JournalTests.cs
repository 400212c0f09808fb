using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;
using Testing;

namespace Delivery.Tests.Rollouts;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryFolder folder = new("journal");

    private string File => folder.Combine("journal.jsonl");

    [Fact]
    public async Task Effect_IsOnDiskBeforeItBeginsAndAfterItEnded()
    {
        using var journal = Journal();

        await journal.EffectAsync("shift", "api", "api--new 100", async () => (await LinesAsync()).ShouldHaveSingleItem().ShouldContain("\"begin\""));

        (await LinesAsync())[1].ShouldContain("\"end\"");
    }

    [Fact]
    public async Task Effect_ThatFails_SaysWhyWithoutSecrets()
    {
        using var journal = Journal();

        await Should.ThrowAsync<DeliveryException>(() => journal.EffectAsync("create", "api", null, () => throw new DeliveryException("refused 'hunter2'")));

        (await LinesAsync())[1].ShouldContain("\"detail\":\"refused '***'\"");
    }

    [Fact]
    public async Task Effect_WhenTheDiskIsFull_DoesNotBegin()
    {
        using var journal = Full();
        var begun = false;

        var error = await Should.ThrowAsync<DeliveryException>(() => journal.EffectAsync("shift", "api", null, () => Task.FromResult(begun = true)));

        error.Message.ShouldContain("the journal cannot be written");
        begun.ShouldBeFalse();
    }

    [Fact]
    public async Task Effect_OfAnUndoWhenTheDiskIsFull_IsDoneAllTheSame()
    {
        using var journal = Full();
        var undone = false;
        journal.MayFail();

        await journal.EffectAsync("shift", "api", null, () => Task.FromResult(undone = true));

        undone.ShouldBeTrue();
    }

    public void Dispose() => folder.Dispose();

    private Journal Journal() => new(File, new Redaction([new Secret("hunter2")]), TimeProvider.System);

    /// <summary>The device that takes nothing, as a disk without room.</summary>
    private Journal Full()
    {
        System.IO.File.CreateSymbolicLink(File, "/dev/full");
        return Journal();
    }

    private async Task<string[]> LinesAsync()
    {
        await using var stream = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
