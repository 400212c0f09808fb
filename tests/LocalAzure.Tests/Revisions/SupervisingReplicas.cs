using LocalAzure.Revisions;
using Testing;

namespace LocalAzure.Tests.Revisions;

public sealed class SupervisingReplicas
{
    [Fact]
    public async Task Supervision_WhenProcessDies_RestartsItAndCounts()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a");
        var replica = await plane.StartReadyAsync(spec);

        RunningProcess.Find(replica.ProcessId!.Value)!.Signal(Signals.Kill);

        await Eventually.Is(() => plane.Find(spec).Replicas[0] is { Ready: true, RestartCount: 1 });
        var again = plane.Find(spec).Replicas[0];
        again.Name.ShouldBe(replica.Name);
        again.ProcessId.ShouldNotBe(replica.ProcessId);
        plane.Find(spec).RunningState.ShouldBe("Running");
    }

    [Fact]
    public async Task Supervision_WhenReadinessFails_TakesReplicaOutOfIngress()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a");
        await plane.StartReadyAsync(spec);
        await plane.RouteAsync(spec.Name);

        (await plane.SendAsync("app.test.localhost", "/fail-readiness", HttpMethod.Post)).EnsureSuccessStatusCode();

        await Eventually.Is(() => plane.Find(spec).RunningState == "Degraded");
        using var refused = await plane.SendAsync("app.test.localhost", "/");
        ((int)refused.StatusCode).ShouldBe(503);
        (await refused.Content.ReadAsStringAsync()).ShouldBe("Revision 'app--a' has no ready replica.\n");
        plane.Find(spec).Replicas[0].RunningState.ShouldBe("Running");
        plane.Find(spec).HealthState.ShouldBe("Unhealthy");
    }

    [Fact]
    public async Task Supervision_WhenLivenessFails_RestartsTheContainer()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a");
        var replica = await plane.StartReadyAsync(spec);

        using var client = new HttpClient();
        await client.PostAsync(new Uri(replica.Address!, "/fail-liveness"), null);

        await Eventually.Is(() => plane.Find(spec).Replicas[0] is { Ready: true, RestartCount: 1 });
        plane.Revisions.ReadLog(spec.Name, replica.Name, 10).ShouldContain("replica ends after its last request");
    }

    [Fact]
    public async Task Supervision_TellsEveryChangeInOrderAndOneAtATime()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a");
        var states = new List<string>();
        var inside = 0;
        var overlapped = false;
        plane.Revisions.Changed += status =>
        {
            overlapped |= Interlocked.Increment(ref inside) > 1;
            states.Add(status.RunningState + "/" + status.ProvisioningState);
            Interlocked.Decrement(ref inside);
        };

        await plane.StartReadyAsync(spec);
        await plane.Revisions.StopAsync(spec.Name, CancellationToken.None);

        overlapped.ShouldBeFalse();
        states.Where((state, index) => index == 0 || state != states[index - 1])
            .ShouldBe(["Activating/Provisioning", "Running/Provisioned", "Running/Deprovisioning", "Stopped/Deprovisioned"]);
    }

    [Fact]
    public async Task Restart_HasNewReplicasReadyBeforeOldOnesStop()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a");
        var old = await plane.StartReadyAsync(spec);
        var ready = new List<int>();
        plane.Revisions.Changed += status => ready.Add(status.Replicas.Count(replica => replica.Ready));

        await plane.Revisions.RestartAsync(spec, CancellationToken.None);

        ready.Min().ShouldBe(1);
        ready.Max().ShouldBe(2);
        plane.Find(spec).Replicas.Count.ShouldBe(1);
        plane.Find(spec).Replicas[0].Name.ShouldNotBe(old.Name);
        RunningProcess.Find(old.ProcessId!.Value).ShouldBeNull();
    }

    [Fact]
    public async Task Restart_WithAnotherSecret_GivesItToTheNewReplicas()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a", new() { ["CONTAINER_APP_PASSWORD"] = "old" });
        await plane.StartReadyAsync(spec);
        await plane.RouteAsync(spec.Name);

        await plane.Revisions.RestartAsync(DataPlane.Spec("app--a", new() { ["CONTAINER_APP_PASSWORD"] = "new" }), CancellationToken.None);

        (await plane.GetAsync("app.test.localhost", "/environment")).ShouldContain("\"CONTAINER_APP_PASSWORD\":\"new\"");
    }

    [Fact]
    public async Task Restart_WhenTheCallerHangsUpAfterTheSwitch_LetsRequestsInFlightFinish()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a") with { TerminationGracePeriod = DataPlane.LongGrace };
        var old = await plane.StartReadyAsync(spec);
        await plane.RouteAsync(spec.Name);
        var slow = plane.GetAsync("app.test.localhost", "/wait");
        await Eventually.Is(() => plane.Platform.Endpoints.InFlight(old.Name) == 1);
        using var caller = new CancellationTokenSource();

        var restart = plane.Revisions.RestartAsync(spec, caller.Token);
        await Eventually.Is(() => plane.Find(spec).Replicas is [{ Ready: false }, { Ready: true }]);
        await caller.CancelAsync();
        await DataPlane.TellAsync(old);

        (await slow).ShouldBe("app--a");
        await restart;
    }

    [Fact]
    public async Task Stop_WhileARestartWaitsForReplicasThatAreNeverReady_EndsAll()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a");
        await plane.StartReadyAsync(spec);
        var restart = plane.Revisions.RestartAsync(DataPlane.Spec("app--a", new() { ["NEVER_READY"] = "1" }), CancellationToken.None);
        await Eventually.Is(() => plane.Find(spec).Replicas.Count == 2);

        await plane.Revisions.StopAsync(spec.Name, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

        (await Should.ThrowAsync<RevisionRestartException>(restart)).Message.ShouldEndWith("The revision is being stopped.");
        plane.Revisions.Find(spec.Name).ShouldBeNull();
        plane.Platform.Ledger.Read().ShouldBeEmpty();
    }
}
