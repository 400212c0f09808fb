namespace Frostline.Delivery.Platforms;

/// <summary>LocalAzure as a program of this checkout: found, started, stopped.</summary>
public static class LocalAzureProgram
{
    /// <summary>The running LocalAzure, or null when none answers. Starts nothing.</summary>
    public static Task<IPlatform?> FindAsync(LocalAzureLocation location, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>The running LocalAzure, started first when none answers and restarted when it is of another build.</summary>
    /// <exception cref="DeliveryException">It did not start; says why and names its log.</exception>
    public static Task<IPlatform> EnsureRunningAsync(LocalAzureLocation location, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Stops LocalAzure with everything it runs, also what a killed one left behind; keeps its state.</summary>
    /// <returns>Whether anything was running.</returns>
    public static Task<bool> DownAsync(LocalAzureLocation location, CancellationToken cancellation) => throw new NotSupportedException();
}
