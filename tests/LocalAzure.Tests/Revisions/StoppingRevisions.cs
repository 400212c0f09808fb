using System.Diagnostics;
using LocalAzure.Revisions;
using Testing;

namespace LocalAzure.Tests.Revisions;

public sealed class StoppingRevisions
{
    [Fact]
    public async Task Stop_WhenRequestsAreInFlight_LetsThemFinish()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a") with { TerminationGracePeriod = DataPlane.LongGrace };
        var replica = await plane.StartReadyAsync(spec);
        await plane.RouteAsync(spec.Name);
        var slow = plane.GetAsync("app.test.localhost", "/wait");
        await Eventually.Is(() => plane.Platform.Endpoints.InFlight(replica.Name) == 1);

        var stop = plane.Revisions.StopAsync(spec.Name, CancellationToken.None);

        await Eventually.Is(async () => (int)(await plane.SendAsync("app.test.localhost", "/")).StatusCode == 503);
        slow.IsCompleted.ShouldBeFalse();
        await DataPlane.TellAsync(replica);
        (await slow).ShouldBe("app--a");
        await stop;
        plane.Revisions.Find(spec.Name).ShouldBeNull();
        RunningProcess.Find(replica.ProcessId!.Value).ShouldBeNull();
        plane.Platform.Ledger.Read().ShouldBeEmpty();
        plane.Revisions.ReadLog(spec.Name, replica.Name, 1).ShouldBe(["replica ends after its last request"]);
    }

    [Fact]
    public async Task Stop_WhenTheProgramWouldNotFinishRequests_WaitsForThemBeforeItSignals()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a", image: "impatient:1") with { TerminationGracePeriod = DataPlane.LongGrace };
        var replica = await plane.StartReadyAsync(spec);
        await plane.RouteAsync(spec.Name);
        var slow = plane.GetAsync("app.test.localhost", "/wait");
        await Eventually.Is(() => plane.Platform.Endpoints.InFlight(replica.Name) == 1);

        var stop = plane.Revisions.StopAsync(spec.Name, CancellationToken.None);
        await Eventually.Is(() => plane.Drains.Read(spec.Name).Count == 1);
        await DataPlane.TellAsync(replica);

        (await slow).ShouldBe("app--a");
        await stop;
    }

    [Fact]
    public async Task Stop_WhenItIsCancelled_KillsAtOnce()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a") with { TerminationGracePeriod = TimeSpan.FromMinutes(5) };
        var replica = await plane.StartReadyAsync(spec);
        await plane.RouteAsync(spec.Name);
        var slow = plane.SendAsync("app.test.localhost", "/slow?ms=90000");
        await Eventually.Is(() => plane.Platform.Endpoints.InFlight(replica.Name) == 1);
        using var hurry = new CancellationTokenSource();

        var stop = plane.Revisions.StopAsync(spec.Name, hurry.Token);
        await hurry.CancelAsync();
        await stop.WaitAsync(TimeSpan.FromSeconds(60));

        RunningProcess.Find(replica.ProcessId!.Value).ShouldBeNull();
        (await slow).IsSuccessStatusCode.ShouldBeFalse();
    }

    [Fact]
    public async Task Stop_WhenRequestOutlastsTheGracePeriod_KillsAfterIt()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a") with { TerminationGracePeriod = TimeSpan.FromSeconds(1) };
        var replica = await plane.StartReadyAsync(spec);
        await plane.RouteAsync(spec.Name);
        var slow = plane.SendAsync("app.test.localhost", "/slow?ms=90000");
        await Eventually.Is(() => plane.Platform.Endpoints.InFlight(replica.Name) == 1);

        var watch = Stopwatch.StartNew();
        await plane.Revisions.StopAsync(spec.Name, CancellationToken.None);

        watch.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(60), "the request would have taken longer");
        RunningProcess.Find(replica.ProcessId!.Value).ShouldBeNull();
        ((int)(await slow).StatusCode).ShouldBeOneOf(502, 503);
    }

    [Fact]
    public async Task Stop_EndsDescendants_EvenThoseInASessionOfTheirOwn()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a", new() { ["START_DAEMON"] = "1" });
        var replica = await plane.StartReadyAsync(spec);
        var family = RunningProcess.All().Where(process => process.ReadEnvironment().GetValueOrDefault(ReplicaCommand.ReplicaName) == replica.Name).ToList();
        family.Count.ShouldBe(2);

        await plane.Revisions.StopAsync(spec.Name, CancellationToken.None);

        family.ShouldAllBe(process => !process.IsRunning);
        await Eventually.Is(() => !Directory.Exists($"/proc/{replica.ProcessId}"));
    }

    [Fact]
    public async Task Stop_WhenItDoesNotRun_IsNoError()
    {
        await using var plane = await DataPlane.StartAsync();

        await plane.Revisions.StopAsync("app--unknown", CancellationToken.None);

        plane.Revisions.Find("app--unknown").ShouldBeNull();
    }

    [Fact]
    public async Task StopAll_StopsSideBySide()
    {
        await using var plane = await DataPlane.StartAsync();
        var first = DataPlane.Spec("app--a", new() { ["EXIT_AT_START"] = "1" });
        var second = await plane.StartReadyAsync(DataPlane.Spec("app--b"));
        await plane.Revisions.StartAsync(first, CancellationToken.None);

        await plane.Revisions.StopAllAsync(CancellationToken.None);

        plane.Revisions.Find("app--a").ShouldBeNull();
        plane.Revisions.Find("app--b").ShouldBeNull();
        RunningProcess.Find(second.ProcessId!.Value).ShouldBeNull();
    }
}
