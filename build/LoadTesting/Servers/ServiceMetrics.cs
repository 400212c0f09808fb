namespace Frostline.LoadTesting.Servers;

/// <summary>What a service says of itself at a moment, all replicas together: its <c>/metrics</c>, under the names that .NET and Npgsql give.</summary>
/// <param name="HeapMegabytes">What the last collection left, without the holes in between.</param>
/// <param name="Collections">Since the start.</param>
/// <param name="PauseSeconds">Stopped by collections since the start.</param>
/// <param name="PoolThreads">Threads of the thread pool.</param>
/// <param name="PoolQueue">Work that waits for one.</param>
/// <param name="ConnectionsBusy">Of the database, in use.</param>
/// <param name="ConnectionsIdle">Of the database, open and not in use.</param>
/// <param name="ConnectionsWaiting">Requests that wait for one.</param>
/// <param name="ConnectionsMost">As many as there may be.</param>
/// <param name="Commands">Sent to the database since the start.</param>
/// <param name="CommandSeconds">What they took together.</param>
public sealed record ServiceMetrics(
    double HeapMegabytes, double Collections, double PauseSeconds, double PoolThreads, double PoolQueue,
    double ConnectionsBusy, double ConnectionsIdle, double ConnectionsWaiting, double ConnectionsMost, double Commands, double CommandSeconds)
{
    internal static ServiceMetrics Of(ExpositionText text) => new(
        (text.Sum("dotnet_gc_last_collection_heap_size_bytes") - text.Sum("dotnet_gc_last_collection_heap_fragmentation_size_bytes")) / 1e6,
        text.Sum("dotnet_gc_collections_total"),
        text.Sum("dotnet_gc_pause_time_seconds_total"),
        text.Sum("dotnet_thread_pool_thread_count_total"),
        text.Sum("dotnet_thread_pool_queue_length_total"),
        text.Sum("db_client_connection_count", "db_client_connection_state=\"used\""),
        text.Sum("db_client_connection_count", "db_client_connection_state=\"idle\""),
        text.Sum("db_client_connection_npgsql_pending_requests"),
        text.Sum("db_client_connection_max"),
        text.Sum("db_client_operation_duration_seconds_count"),
        text.Sum("db_client_operation_duration_seconds_sum"));

    internal ServiceMetrics Plus(ServiceMetrics other) => new(
        HeapMegabytes + other.HeapMegabytes, Collections + other.Collections, PauseSeconds + other.PauseSeconds, PoolThreads + other.PoolThreads, PoolQueue + other.PoolQueue,
        ConnectionsBusy + other.ConnectionsBusy, ConnectionsIdle + other.ConnectionsIdle, ConnectionsWaiting + other.ConnectionsWaiting, ConnectionsMost + other.ConnectionsMost,
        Commands + other.Commands, CommandSeconds + other.CommandSeconds);
}
