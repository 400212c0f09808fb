using Frostline.LoadTesting.Reports;
using Frostline.LoadTesting.Servers;
using LoadTesting.Tests.Engines;
using Microsoft.AspNetCore.Http;
using Testing;

namespace LoadTesting.Tests.Runs;

/// <summary>What a service says of itself while it is under load.</summary>
public sealed class ServerMetricsTests
{
    private const string Told =
        """
        # TYPE dotnet_gc_collections_total counter
        dotnet_gc_collections_total{gc_heap_generation="gen0"} 7
        dotnet_gc_collections_total{gc_heap_generation="gen2"} 1
        dotnet_gc_last_collection_heap_size_bytes{gc_heap_generation="gen2"} 12500000
        dotnet_gc_last_collection_heap_fragmentation_size_bytes{gc_heap_generation="gen2"} 500000
        db_client_connection_count{pool="a b",db_client_connection_state="used"} 3
        db_client_connection_count{pool="a b",db_client_connection_state="idle"} 5
        dotnet_gc_pause_time_seconds_total 0.25

        """;

    [Fact]
    public async Task Replicas_ThatTellTheirMetrics_AreAddedUp()
    {
        await using var server = await ScriptedServer.StartAsync(context => context.Response.WriteAsync(Told));
        using var probe = new ReplicaProbe(new([Environment.ProcessId]), [server.Address, server.Address]);

        // A reading does without those who answer late, as on a busy machine.
        await Eventually.Holds(async () =>
        {
            var reading = await probe.ReadAsync();
            reading!.MemoryMegabytes.ShouldBeGreaterThan(0);
            reading.Service.ShouldBe(new(24, 16, 0.5, 0, 0, 6, 10, 0, 0, 0, 0));
        });
    }

    [Fact]
    public async Task Replicas_OfWhichOneTellsNothing_TellNothing()
    {
        await using var server = await ScriptedServer.StartAsync(context => context.Response.WriteAsync(Told));
        using var probe = new ReplicaProbe(new([Environment.ProcessId]), [server.Address, new("http://127.0.0.1:9/metrics")]);

        (await probe.ReadAsync())!.Service.ShouldBeNull();
    }

    [Theory]
    [InlineData(10, 3, 0.1, 0, "connections of the database (10 of 10 busy, 3 requests waited for one)")]
    [InlineData(4, 0, 5, 0, "memory (collections stopped the service for 50 % of the time)")]
    [InlineData(4, 0, 0.1, 90, "threads of the service (90 pieces of work waited for 8)")]
    [InlineData(4, 0, 0.1, 0, null)]
    public void Saturated_NamesWhatWasUsedUp(double busy, double waiting, double paused, double queue, string? used) =>
        Used(busy, waiting, paused, queue).Saturated.ShouldBe(used);

    [Fact]
    public void Use_OfAServiceThatTellsNothing_SaysSo()
    {
        var use = ServerUse.Of([(0, new(0, 100, 10, 10, 1)), (10, new(5, 120, 10, 10, 1))])!;

        use.ToString().ShouldBe("0.50 cores, 120 MB; it tells no metrics of its own");
        use.HeapMegabytes.ShouldBeNull();
    }

    [Fact]
    public void Use_IsWhatCameFromTheFirstReadingToTheLast() => Used(4, 0, 0.1, 0).ToString()
        .ShouldBe("0.20 cores, 100 MB (30.0 after collections), stopped 1.00 % of the time, 8 pool threads, 4 of 10 connections busy, 2.00 ms a command");

    private static ServerUse Used(double busy, double waiting, double paused, double queue) => ServerUse.Of(
    [
        (0, new(0, 100, 10, 10, 1) { Service = new(20, 0, 1, 8, queue, busy, 0, 0, 10, 100, 1) }),
        (10, new(2, 100, 10, 10, 1) { Service = new(30, 5, 1 + paused, 8, queue, busy, 0, waiting, 10, 600, 2) }),
    ])!;
}
