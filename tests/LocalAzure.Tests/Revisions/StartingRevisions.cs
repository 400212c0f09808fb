using System.Text.Json;
using LocalAzure.Revisions;
using Testing;

namespace LocalAzure.Tests.Revisions;

public sealed class StartingRevisions
{
    [Fact]
    public async Task Start_WhenProbesPass_IsRunningAndServes()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a");

        var replica = await plane.StartReadyAsync(spec);
        await plane.RouteAsync(spec.Name);

        plane.Find(spec).ShouldBe(new RevisionStatus("app--a", "Running", "Healthy", "Provisioned", null, plane.Find(spec).Replicas));
        replica.Started.ShouldBeTrue();
        replica.RestartCount.ShouldBe(0);
        (await plane.GetAsync("app.test.localhost", "/")).ShouldBe("app--a");
        plane.Revisions.ReadLog(spec.Name, replica.Name, 10).ShouldBe([$"replica {replica.Name} starts"]);
        File.GetUnixFileMode(replica.LogFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.EnumerateDirectories(plane.Options.StateFolder, "*", SearchOption.AllDirectories)
            .ShouldAllBe(folder => (File.GetUnixFileMode(folder) & (UnixFileMode)0b111_111) == UnixFileMode.None);
    }

    [Fact]
    public async Task Start_WhenItRunsAlready_ChangesNothing()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a");
        var replica = await plane.StartReadyAsync(spec);

        await plane.Revisions.StartAsync(spec, CancellationToken.None);

        plane.Find(spec).Replicas.ShouldBe([replica]);
    }

    [Fact]
    public async Task Start_GivesReplicaItsOwnEnvironment_AndNothingOfOurs()
    {
        Environment.SetEnvironmentVariable("LOCALAZURE_SECRET_OF_OURS", "x");
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a", new() { ["FROM_TEMPLATE"] = "a value with 'quotes' and $dollars", ["ASPNETCORE_HTTP_PORTS"] = "8080" });
        var replica = await plane.StartReadyAsync(spec);

        using var client = new HttpClient();
        var environment = JsonSerializer.Deserialize<Dictionary<string, string>>(await client.GetStringAsync(new Uri(replica.Address!, "/environment")))!;

        environment.ShouldNotContainKey("LOCALAZURE_SECRET_OF_OURS");
        environment.ShouldNotContainKey("ASPNETCORE_HTTP_PORTS");
        environment["FROM_IMAGE"].ShouldBe("yes");
        environment["FROM_TEMPLATE"].ShouldBe("a value with 'quotes' and $dollars");
        environment["PORT"].ShouldBe(replica.Address!.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        environment["CONTAINER_APP_NAME"].ShouldBe("app");
        environment["CONTAINER_APP_REVISION"].ShouldBe("app--a");
        environment["CONTAINER_APP_HOSTNAME"].ShouldBe("app--a.test.localhost");
        environment["CONTAINER_APP_ENV_DNS_SUFFIX"].ShouldBe("test.localhost");
        environment["CONTAINER_APP_REPLICA_NAME"].ShouldBe(replica.Name);
    }

    [Fact]
    public async Task Start_WhenTwoReplicasAreAsked_RunsTwoAndSpreadsRequests()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a") with { MinReplicas = 2 };
        await plane.StartReadyAsync(spec);
        await plane.RouteAsync(spec.Name);

        var answered = new HashSet<string>();
        for (var i = 0; i < 60; i++)
            answered.Add(await plane.GetAsync("app.test.localhost", "/replica"));

        answered.ShouldBe(plane.Find(spec).Replicas.Select(replica => replica.Name), ignoreOrder: true);
    }

    [Fact]
    public async Task Start_WhenImageIsMissing_FailsWithTheReason()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a");
        spec = spec with { Containers = [spec.Containers[0] with { Image = "missing:1" }] };

        await plane.Revisions.StartAsync(spec, CancellationToken.None);

        await Eventually.Is(() => plane.Find(spec).ProvisioningState == "Failed");
        plane.Find(spec).RunningState.ShouldBe("Failed");
        plane.Find(spec).Replicas[0].Details!.ShouldStartWith("Image 'missing:1' cannot be pulled: no such repository.");
    }

    [Fact]
    public async Task Start_WhenStartupProbeNeverPasses_FailsAsThePlatformSays()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a");
        spec = spec with { Containers = [spec.Containers[0] with { Probes = [DataPlane.Probe(ProbeKind.Startup, "/nowhere") with { FailureThreshold = 20 }] }] };

        await plane.Revisions.StartAsync(spec, CancellationToken.None);

        await Eventually.Is(() => plane.Find(spec).ProvisioningState == "Failed");
        var status = plane.Find(spec);
        (status.RunningState, status.HealthState, status.Error)
            .ShouldBe(("Failed", "Unhealthy", "Deployment Progress Deadline Exceeded. 0/1 replicas ready."));
        status.Replicas[0].Details!.ShouldStartWith("Startup probe failed 20 times: GET /nowhere");
    }

    [Fact]
    public async Task Start_WhenNeverReady_FailsAfterItsBudgetWhileTheProcessGoesOn()
    {
        await using var plane = await DataPlane.StartAsync(new SupervisionTiming { ShortestProgressDeadline = TimeSpan.FromSeconds(1) });
        var spec = DataPlane.Spec("app--a", new() { ["NEVER_READY"] = "1" });
        spec = spec with { Containers = [spec.Containers[0] with { Probes = [DataPlane.Probe(ProbeKind.Readiness, "/ready")] }], TargetPort = null };

        await plane.Revisions.StartAsync(spec, CancellationToken.None);

        await Eventually.Is(() => plane.Find(spec).ProvisioningState == "Failed");
        plane.Find(spec).Replicas[0].RunningState.ShouldBe("Running");
        await Eventually.Is(() => plane.Find(spec).Replicas[0].Details == "Not ready. GET /ready answered 503.");
        plane.Find(spec).Replicas[0].RestartCount.ShouldBe(0);
    }

    [Fact]
    public async Task Start_WhenProgramCrashesAgainAndAgain_FailsWithExitCodeAndLastOutput()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a", new() { ["EXIT_AT_START"] = "7" });

        await plane.Revisions.StartAsync(spec, CancellationToken.None);

        await Eventually.Is(() => plane.Find(spec).ProvisioningState == "Failed");
        await Eventually.Is(() => plane.Find(spec).Replicas[0].RestartCount >= 3);
        await Eventually.Is(() => plane.Find(spec).Replicas[0].Details is { } details
            && details.StartsWith("Exited with code 7.", StringComparison.Ordinal) && details.Contains("Last output: told to exit at start", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_WhenThePortOpensWithinAPeriod_IsProbedThenAndNotAfterIt()
    {
        await using var plane = await DataPlane.StartAsync();
        var spec = DataPlane.Spec("app--a");
        var patient = DataPlane.Probe(ProbeKind.Startup, "/live") with { Period = TimeSpan.FromMinutes(1) };
        spec = spec with { Containers = [spec.Containers[0] with { Probes = [patient, .. spec.Containers[0].Probes.Skip(1)] }] };

        (await plane.StartReadyAsync(spec)).Started.ShouldBeTrue();
    }
}
