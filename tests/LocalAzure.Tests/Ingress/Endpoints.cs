using LocalAzure.Ingress;

namespace LocalAzure.Tests.Ingress;

public sealed class Endpoints
{
    private static readonly Uri Address = new("http://127.0.0.1:1");

    [Fact]
    public async Task Drain_CompletesWhenTheLastRequestLeaves_AndLetsNoNewOneIn()
    {
        var endpoints = new ReplicaEndpoints(new DrainBook(TimeProvider.System), TimeProvider.System);
        endpoints.Open("app--a", "r1", Address);
        var endpoint = endpoints.Of("app--a").Single();
        endpoint.TryEnter().ShouldBeTrue();

        endpoints.Close("r1");
        var drain = endpoints.DrainAsync("r1", CancellationToken.None);

        endpoint.TryEnter().ShouldBeFalse();
        endpoints.Of("app--a").ShouldBeEmpty();
        endpoints.InFlight("r1").ShouldBe(1);
        drain.IsCompleted.ShouldBeFalse();
        endpoint.Exit();
        await drain.WaitAsync(TimeSpan.FromSeconds(60));
        endpoints.InFlight("r1").ShouldBe(0);
    }

    [Fact]
    public async Task Drain_WhenTheReplicaWasReopened_StillWaitsForRequestsOfBefore()
    {
        var endpoints = new ReplicaEndpoints(new DrainBook(TimeProvider.System), TimeProvider.System);
        endpoints.Open("app--a", "r1", Address);
        var before = endpoints.Of("app--a").Single();
        before.TryEnter();
        endpoints.Close("r1");
        endpoints.Open("app--a", "r1", Address);

        endpoints.Close("r1");
        var drain = endpoints.DrainAsync("r1", CancellationToken.None);

        drain.IsCompleted.ShouldBeFalse();
        before.Exit();
        await drain.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Drain_WhenNothingIsKnownOfTheReplica_IsDone() =>
        await new ReplicaEndpoints(new DrainBook(TimeProvider.System), TimeProvider.System).DrainAsync("r1", CancellationToken.None);
}
