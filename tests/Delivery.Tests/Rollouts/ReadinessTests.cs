using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Rollouts;

namespace Delivery.Tests.Rollouts;

public sealed class ReadinessTests
{
    [Theory]
    [InlineData("Provisioned", "Running", "Healthy", true, 1, true, false, "1 of 1 replicas ready")]
    [InlineData("Provisioned", "Running", "Healthy", false, 1, false, false, "0 of 1 replicas ready (Provisioned, Running, Healthy)")]
    [InlineData("Provisioned", "Running", "Healthy", true, 2, false, false, "1 of 2 replicas ready (Provisioned, Running, Healthy)")]
    [InlineData("Provisioning", "Processing", "None", true, 1, false, false, "Provisioning, Processing, None")]
    [InlineData("Provisioned", "Running", "Unhealthy", true, 1, false, false, "Provisioned, Running, Unhealthy")]
    [InlineData("Failed", "Failed", "Unhealthy", false, 1, false, true, "the platform gave up: no image")]
    public void Judge_NeverTrustsOneWordAlone(
        string provisioning, string running, string health, bool replicaReady, int wanted, bool ready, bool dead, string fact)
    {
        var revision = new Revision
        {
            Name = "api--r1", Active = true, Replicas = 1, TrafficWeight = 0, ProvisioningState = provisioning, RunningState = running,
            HealthState = health, ProvisioningError = "no image", Environment = new Dictionary<string, string>(),
        };
        var container = new ReplicaContainer { Name = "api", Ready = replicaReady, Started = true, RestartCount = 0, RunningState = "Running" };

        Readiness.Judge(revision, [new Replica("api--r1-0", "Running", null, [container])], wanted).ShouldBe(new Readiness(ready, dead, fact) { IsStuck = !ready && !dead });
    }

    [Fact]
    public void Judge_OfWhatThePlatformRestartsByItself_IsNotStuck()
    {
        var revision = new Revision
        {
            Name = "api--r1", Active = true, Replicas = 1, TrafficWeight = 0, ProvisioningState = "Provisioning", RunningState = "Processing",
            HealthState = "None", Environment = new Dictionary<string, string>(),
        };
        var container = new ReplicaContainer { Name = "api", Ready = false, Started = false, RestartCount = 2, RunningState = "Waiting" };

        var readiness = Readiness.Judge(revision, [new Replica("api--r1-0", "Running", null, [container])], wanted: 1);

        (readiness.IsStuck, readiness.Fact).ShouldBe((false, "0 of 1 replicas ready, 2 restarts (Provisioning, Processing, None)"));
    }
}
