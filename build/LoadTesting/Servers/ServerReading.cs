namespace Frostline.LoadTesting.Servers;

/// <summary>What a service uses at a moment.</summary>
/// <param name="CpuSeconds">Used since its processes started.</param>
/// <param name="MemoryMegabytes">Resident memory.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Connections">Sockets among the handles.</param>
public sealed record ServerReading(double CpuSeconds, double MemoryMegabytes, int Handles, int Threads, int Connections)
{
    /// <summary>What it says of itself; null when it does not.</summary>
    public ServiceMetrics? Service { get; init; }
}

/// <summary>Looks at what a service uses while it is under load.</summary>
public interface IServerProbe
{
    /// <returns>Null when it cannot be told now.</returns>
    Task<ServerReading?> ReadAsync();
}
