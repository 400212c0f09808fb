namespace Frostline.LoadTesting.Servers;

/// <summary>Replicas of this machine: what the kernel tells of their processes, and what they say of themselves where they say anything.</summary>
/// <param name="processes">What the kernel is asked of.</param>
/// <param name="metrics">Where each replica tells its metrics, past ingress.</param>
public sealed class ReplicaProbe(ProcessProbe processes, IReadOnlyList<Uri> metrics) : IServerProbe, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };

    public async Task<ServerReading?> ReadAsync()
    {
        if (await processes.ReadAsync() is not { } reading)
            return null;
        var told = await Task.WhenAll(metrics.Select(ReadAsync));
        // What not every replica tells is not told: half a sum would look like a fall.
        return told.Length == 0 || told.Contains(null) ? reading : reading with { Service = told.Aggregate((one, other) => one!.Plus(other!)) };
    }

    public void Dispose() => client.Dispose();

    private async Task<ServiceMetrics?> ReadAsync(Uri replica)
    {
        try
        {
            return ServiceMetrics.Of(new(await client.GetStringAsync(replica)));
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or FormatException)
        {
            return null;
        }
    }
}
