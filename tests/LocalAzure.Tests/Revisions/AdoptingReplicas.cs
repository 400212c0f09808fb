using LocalAzure.Revisions;
using Testing;

namespace LocalAzure.Tests.Revisions;

/// <summary>What an earlier LocalAzure that was killed leaves behind: a process, and its record in the ledger.</summary>
public sealed class AdoptingReplicas
{
    [Fact]
    public async Task Start_WhenAReplicaOfItStillRuns_AdoptsIt()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a");
        using var left = Leave(plane, spec, SpecHash.Of(spec));

        var replica = await plane.StartReadyAsync(spec);
        await plane.RouteAsync(spec.Name);

        replica.ProcessId.ShouldBe(left.Identity.Id);
        replica.RestartCount.ShouldBe(4);
        (await plane.GetAsync("app.test.localhost", "/replica")).ShouldBe("left-behind");

        left.Identity.Signal(Signals.Kill);
        await Eventually.Is(() => plane.Find(spec).Replicas[0] is { Ready: true, RestartCount: 5 });
    }

    [Fact]
    public async Task Start_WhenTheReplicaIsOfAnotherSpec_ReplacesIt()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a");
        using var left = Leave(plane, spec, specHash: "another");

        var replica = await plane.StartReadyAsync(spec);

        replica.ProcessId.ShouldNotBe(left.Identity.Id);
        await Eventually.Is(() => !left.Identity.IsRunning);
        plane.Platform.Ledger.Read().Select(record => record.Replica).ShouldBe([replica.Name]);
    }

    [Fact]
    public async Task Sweep_EndsReplicasOfRevisionsNobodyWants_AndLeavesTheOthers()
    {
        await using var plane = await DataPlane.StartAsync();
        var wanted = DataPlane.Spec("app--a");
        using var kept = Leave(plane, wanted, SpecHash.Of(wanted), replica: "kept");
        using var unwanted = Leave(plane, DataPlane.Spec("app--b"), "hash", replica: "unwanted");

        await plane.Revisions.SweepAsync(new Dictionary<string, string> { ["app--a"] = "replica:1" }, CancellationToken.None);

        kept.Identity.IsRunning.ShouldBeTrue();
        unwanted.Identity.IsRunning.ShouldBeFalse();
        plane.Platform.Ledger.Read().Select(record => record.Replica).ShouldBe(["kept"]);
    }

    [Fact]
    public async Task Sweep_WhenTheCrashCameBeforeTheRecord_FindsTheProcessByItsMark()
    {
        await using var plane = await DataPlane.StartAsync();
        using var stray = Leave(plane, DataPlane.Spec("app--a"), "hash");
        plane.Platform.Ledger.Remove("left-behind");

        await plane.Revisions.SweepAsync(new Dictionary<string, string> { ["app--a"] = "replica:1" }, CancellationToken.None);

        stray.Identity.IsRunning.ShouldBeFalse();
    }

    [Fact]
    public async Task EndAll_LeavesNothingOfTheStateFolder_AndNothingElseIsTouched()
    {
        await using var plane = await DataPlane.StartAsync();
        await using var other = await DataPlane.StartAsync();
        var neighbour = await other.StartReadyAsync(DataPlane.Spec("app--n"));
        using var left = Leave(plane, DataPlane.Spec("app--a"), "hash");

        await StrayReplicas.EndAllAsync(plane.Options.StateFolder, TimeProvider.System, CancellationToken.None);

        left.Identity.IsRunning.ShouldBeFalse();
        plane.Platform.Ledger.Read().ShouldBeEmpty();
        RunningProcess.Find(neighbour.ProcessId!.Value).ShouldNotBeNull();
    }

    private static ReplicaProcess Leave(DataPlane plane, RevisionSpec spec, string specHash, string replica = "left-behind")
    {
        var seat = new ReplicaSeat(replica, DataPlane.Ports.Take(), plane.Platform.Folders.Home(replica), plane.Platform.Folders.Id);
        var log = new ReplicaLog(plane.Platform.Folders.LogFile(spec.Name, replica));
        log.Prepare();
        var process = ReplicaProcess.Start(ReplicaCommand.Of(spec, ReplicaImage.Unpacked, seat), log.File);
        plane.Platform.Ledger.Write(new ReplicaRecord
        {
            Replica = replica,
            Revision = spec.Name,
            SpecHash = specHash,
            Created = TimeProvider.System.GetUtcNow(),
            Port = seat.Port,
            RestartCount = 4,
            ProcessId = process.Identity.Id,
            StartTicks = process.Identity.StartTicks,
            Boot = Machine.Boot,
            Grace = spec.TerminationGracePeriod,
        });
        return process;
    }
}
