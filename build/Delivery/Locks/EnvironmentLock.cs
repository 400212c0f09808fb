namespace Frostline.Delivery.Locks;

/// <summary>Keeps others from changing an environment while one pipeline does. Holds among all pipelines that share the folder.</summary>
public sealed class EnvironmentLock : IAsyncDisposable
{
    /// <summary>Takes the lock. A lock whose holder died or stopped its heartbeat is taken over.</summary>
    /// <param name="folder">Folder of the locks, such as <c>.local/locks</c>.</param>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="purpose">What the holder does, such as <c>DeployStaging</c>; shown to whoever is refused.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="RefusedException">Somebody else holds it; says who, since when, and what to do.</exception>
    public static Task<EnvironmentLock> TakeAsync(
        string folder, string environment, string purpose, TimeProvider clock, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Who holds the lock, or null when it is free.</summary>
    public static Task<LockHolder?> StatusAsync(string folder, string environment, TimeProvider clock, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Frees the lock whoever holds it.</summary>
    /// <returns>Who held it, or null when it was free.</returns>
    public static Task<LockHolder?> ReleaseAsync(string folder, string environment, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
