using Frostline.Delivery.Processes;
using Frostline.Delivery.Rollouts;
using Testing;

namespace Delivery.Tests.Rollouts;

public sealed class CutOffJournalTests : IDisposable
{
    private readonly TemporaryFolder folder = new("cut-off");

    [Fact]
    public void Open_IsWhatLedToAnOperationAndHasNoEnd() =>
        CutOffJournal.Open([
            Line("begin", "shift", null),
            Line("begin", "shift", "api"), Line("accepted", "shift", "api", "https://platform/1"), Line("end", "shift", "api"),
            Line("begin", "shift", "web"), Line("accepted", "shift", "web", "https://platform/2"), Line("accepted", "shift", "web", "https://platform/3"),
            Line("begin", "tag", "api"),
        ]).ShouldBe([new("shift", "web", "https://platform/3")]);

    [Fact]
    public async Task FindAll_OfAFolder_IsEveryRunWithoutAnOutcome()
    {
        Write("1", outcome: true);
        Write("2", outcome: false);

        var found = CutOffJournal.FindAll(folder.Path).ShouldHaveSingleItem();

        found.Id.ShouldBe("2");
        (await found.OpenAsync(CancellationToken.None)).ShouldBe([new("create", "api--r1", "https://platform/1")]);
        CutOffJournal.FindAll(folder.Combine("none")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Close_AfterHalfALine_LeavesNothingOpen()
    {
        Write("1", outcome: false);
        await File.AppendAllTextAsync(folder.Combine("1", "journal.jsonl"), """{"at":"2026-11-2""");
        var journal = CutOffJournal.FindAll(folder.Path).Single();

        await journal.CloseAsync((await journal.OpenAsync(CancellationToken.None)).Single(), "Operation expired.", DateTimeOffset.UnixEpoch);

        (await journal.OpenAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    public void Dispose() => folder.Dispose();

    private void Write(string id, bool outcome)
    {
        Directory.CreateDirectory(folder.Combine(id));
        using (var journal = new Journal(folder.Combine(id, "journal.jsonl"), new Redaction([]), TimeProvider.System))
        {
            journal.Write("begin", "create", "api--r1", "1.0.0");
            journal.Write(Journal.Accepted, "create", "api--r1", "https://platform/1");
        }

        if (outcome)
            File.WriteAllText(folder.Combine(id, "outcome.json"), "{}");
    }

    private static JournalLine Line(string mark, string step, string? subject, string? detail = null) => new(DateTimeOffset.UnixEpoch, mark, step, subject, detail);
}
