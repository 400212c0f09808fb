using System.Text.Json;
using Frostline.Delivery;
using Frostline.LoadTesting;
using Frostline.LoadTesting.Reports;
using LoadTesting.Tests.Engines;
using Testing;
using static LoadTesting.Tests.Runs.RunRequests;

namespace LoadTesting.Tests.Runs;

/// <summary>Runs after which there is no room for what they found.</summary>
public sealed class UnwritableReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new("unwritable");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_WhoseReportCannotBeWritten_StillTellsItsVerdict()
    {
        await using var server = await ScriptedServer.StartAsync(_ => Task.CompletedTask);
        // A file stands where the runs' folder should be.
        var file = folder.Write("taken", "");

        var error = await Should.ThrowAsync<DeliveryException>(() =>
            new LoadTest(TimeProvider.System, new(_ => { }), file).RunAsync(Request(server.Address, new(), 50, 1), null, TestContext.Current.CancellationToken));

        error.Message.ShouldContain("the report cannot be written");
        error.Message.ShouldContain("The verdict was:");
    }

    [Fact]
    public async Task Run_WhoseReportFillsTheDisk_KeepsWhatIsWhole_AndTellsItsVerdict()
    {
        using var disk = SmallDisk.Mount(folder.Combine("disk"), kilobytes: 64);
        if (disk is null)
            Assert.Skip("Only root may mount a disk that is soon full.");
        await using var server = await ScriptedServer.StartAsync(_ => Task.CompletedTask);
        disk.FillBut(kilobytes: 16);

        var error = await Should.ThrowAsync<DeliveryException>(() =>
            new LoadTest(TimeProvider.System, new(_ => { }), disk.Path).RunAsync(Request(server.Address, new(), 50, 1), null, TestContext.Current.CancellationToken));

        error.Message.ShouldContain("the report cannot be written (No space left on device");
        error.Message.ShouldContain("; only result.json, histograms.json of it is there. Make room");
        error.Message.ShouldContain("The verdict was:");
        var run = Directory.GetDirectories(disk.Path).Single();
        Directory.GetFiles(run).Select(Path.GetFileName).Order().ShouldBe(["histograms.json", "result.json"]);
        JsonSerializer.Deserialize<LoadResult>(File.ReadAllText(Path.Combine(run, "result.json")), DeliveryJson.Options)!.Total.Count.ShouldBe(50);
    }

    [Fact]
    public async Task Baseline_ThatCannotBeWritten_SaysSo_AndLeavesWhatWasThere()
    {
        await using var server = await ScriptedServer.StartAsync(_ => Task.CompletedTask);
        var outcome = await new LoadTest(TimeProvider.System, new(_ => { }), folder.Path).RunAsync(Request(server.Address, new(), 50, 1), null, TestContext.Current.CancellationToken);
        var path = Path.Combine(folder.Write("taken", ""), "main.json");

        var error = await Should.ThrowAsync<DeliveryException>(() => outcome.SaveBaselineAsync("main", path));

        error.Message.ShouldStartWith("baseline 'main': it cannot be written (");
    }
}
