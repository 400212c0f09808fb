using System.Collections.Concurrent;
using LocalAzure.Revisions;
using Testing;

namespace LocalAzure.Tests.Revisions;

public sealed class ScalingToZero
{
    private static readonly RevisionSpec Spec = DataPlane.Spec("app--a") with { MinReplicas = 0 };

    [Fact]
    public async Task Revision_FallsAsleepWhenIdle_AndTheNextRequestWakesIt()
    {
        await using var plane = await DataPlane.StartAsync(new SupervisionTiming { CoolDown = TimeSpan.FromSeconds(2) });
        var seen = new ConcurrentQueue<RevisionStatus>();
        plane.Revisions.Changed += seen.Enqueue;
        await plane.Revisions.StartAsync(Spec, CancellationToken.None);
        await plane.RouteAsync(Spec.Name);

        await Eventually.Is(() => plane.Find(Spec).RunningState == "ScaledToZero");
        plane.Find(Spec).ShouldBe(new RevisionStatus("app--a", "ScaledToZero", "None", "Provisioned", null, plane.Find(Spec).Replicas));
        var first = seen.SelectMany(status => status.Replicas).Last(replica => replica.ProcessId is not null);
        RunningProcess.Find(first.ProcessId!.Value).ShouldBeNull();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => plane.GetAsync("app.test.localhost", "/replica")));

        answers.ShouldNotContain(first.Name);
        seen.ShouldAllBe(status => status.Replicas.Count <= 1, "All that come at once wake one.");
    }

    [Fact]
    public async Task Revision_WhileARequestIsInFlight_DoesNotFallAsleep()
    {
        await using var plane = await DataPlane.StartAsync(new SupervisionTiming { CoolDown = TimeSpan.FromSeconds(1) });
        await plane.Revisions.StartAsync(Spec, CancellationToken.None);
        await plane.RouteAsync(Spec.Name);

        (await plane.GetAsync("app.test.localhost", "/slow?ms=2500")).ShouldBe("app--a");
    }

    [Fact]
    public async Task Revision_ThatWasStopped_IsNotWoken()
    {
        await using var plane = await DataPlane.StartAsync(new SupervisionTiming { CoolDown = TimeSpan.FromSeconds(1) });
        await plane.Revisions.StartAsync(Spec, CancellationToken.None);
        await plane.RouteAsync(Spec.Name);
        await Eventually.Is(() => plane.Find(Spec).RunningState == "ScaledToZero");

        await plane.Revisions.StopAsync(Spec.Name, CancellationToken.None);

        using var response = await plane.SendAsync("app.test.localhost", "/");
        ((int)response.StatusCode).ShouldBe(503);
    }
}
