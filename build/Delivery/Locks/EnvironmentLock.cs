using System.Diagnostics;
using System.Text.Json;

namespace Frostline.Delivery.Locks;

/// <summary>Keeps others from changing an environment while one pipeline does. Holds among all pipelines that share the folder.</summary>
public sealed class EnvironmentLock : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan GuardDeadline = TimeSpan.FromSeconds(10);

    private readonly string folder;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource stop = new();
    private readonly Task beating;

    private EnvironmentLock(string folder, LockHolder holder, TimeProvider clock)
    {
        this.folder = folder;
        this.clock = clock;
        Holder = holder;
        beating = BeatAsync();
    }

    /// <summary>This run, as others see it.</summary>
    public LockHolder Holder { get; }

    /// <summary>Takes the lock. One whose holder died, or on another machine stopped its heartbeat, is taken over.</summary>
    /// <param name="folder">Folder of the locks, such as <c>.local/locks</c>.</param>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="purpose">What the holder does, such as <c>DeployStaging</c>; shown to whoever is refused.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="RefusedException">Somebody else holds it; says who, since when, and what to do.</exception>
    public static async Task<EnvironmentLock> TakeAsync(
        string folder, string environment, string purpose, TimeProvider clock, CancellationToken cancellation)
    {
        using var guard = await GuardAsync(folder, cancellation);
        if (await ReadAsync(folder, environment, cancellation) is { } other && Holds(other, clock))
            throw new RefusedException($"'{environment}' is locked by {other}. Wait for it to end, or free the lock with ./build.sh --target=Lock --lock=release.");
        var holder = Self(environment, purpose, clock);
        await WriteAsync(folder, holder, cancellation);
        return new EnvironmentLock(folder, holder, clock);
    }

    /// <summary>Who holds the lock, or null when it is free.</summary>
    public static async Task<LockHolder?> StatusAsync(string folder, string environment, TimeProvider clock, CancellationToken cancellation) =>
        await ReadAsync(folder, environment, cancellation) is { } holder && Holds(holder, clock) ? holder : null;

    /// <summary>Frees the lock whoever holds it.</summary>
    /// <returns>Who held it, or null when it was free.</returns>
    public static async Task<LockHolder?> ReleaseAsync(string folder, string environment, TimeProvider clock, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
            return null;
        using var guard = await GuardAsync(folder, cancellation);
        var holder = await ReadAsync(folder, environment, cancellation);
        File.Delete(FileOf(folder, environment));
        return holder is not null && Holds(holder, clock) ? holder : null;
    }

    /// <summary>Frees the lock, unless it was freed or taken over meanwhile.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await beating;
        using var guard = await GuardAsync(folder, CancellationToken.None);
        if (await ReadAsync(folder, Holder.Environment, CancellationToken.None) is { } current && current.Id == Holder.Id)
            File.Delete(FileOf(folder, Holder.Environment));
        stop.Dispose();
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(Beat, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
                await BeatOnceAsync();
        }
        catch (OperationCanceledException)
        {
            // The lock is being freed.
        }
    }

    private async Task BeatOnceAsync()
    {
        try
        {
            using var guard = await GuardAsync(folder, stop.Token);
            if (await ReadAsync(folder, Holder.Environment, stop.Token) is { } current && current.Id == Holder.Id)
                await WriteAsync(folder, Holder with { Heartbeat = clock.GetUtcNow() }, stop.Token);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DeliveryException)
        {
            // A missed beat is made up by the next one, well before the lock expires.
        }
    }

    /// <summary>On this machine a holder is seen to live, even one that was asleep and could not beat; elsewhere its heartbeat tells.</summary>
    private static bool Holds(LockHolder holder, TimeProvider clock) =>
        holder.Host == Environment.MachineName ? Lives(holder) : clock.GetUtcNow() - holder.Heartbeat <= Expiry;

    private static bool Lives(LockHolder holder)
    {
        try
        {
            using var process = Process.GetProcessById(holder.ProcessId);
            return (process.StartTime.ToUniversalTime() - holder.ProcessStart.UtcDateTime).Duration() < TimeSpan.FromSeconds(2);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return error is System.ComponentModel.Win32Exception;
        }
    }

    private static LockHolder Self(string environment, string purpose, TimeProvider clock)
    {
        using var self = Process.GetCurrentProcess();
        return new LockHolder
        {
            Environment = environment,
            Purpose = purpose,
            User = Environment.UserName,
            Host = Environment.MachineName,
            ProcessId = self.Id,
            ProcessStart = new DateTimeOffset(self.StartTime.ToUniversalTime(), TimeSpan.Zero),
            Since = clock.GetUtcNow(),
            Heartbeat = clock.GetUtcNow(),
            Id = Guid.NewGuid().ToString("N"),
        };
    }

    /// <summary>One reader and writer of the folder at a time; held for moments only.</summary>
    private static async Task<FileStream> GuardAsync(string folder, CancellationToken cancellation)
    {
        Folders.CreateForOwner(folder);
        var path = Path.Combine(folder, ".guard");
        using var deadline = new Deadline(GuardDeadline, TimeProvider.System, cancellation);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await PauseAsync(path, deadline);
            }
        }
    }

    private static async Task PauseAsync(string path, Deadline deadline)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            throw new DeliveryException($"{path}: another pipeline holds it for more than {GuardDeadline:c}. End that pipeline.");
        }
    }

    private static async Task<LockHolder?> ReadAsync(string folder, string environment, CancellationToken cancellation)
    {
        try
        {
            return JsonSerializer.Deserialize<LockHolder>(await File.ReadAllBytesAsync(FileOf(folder, environment), cancellation), DeliveryJson.Options);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    private static Task WriteAsync(string folder, LockHolder holder, CancellationToken cancellation) =>
        AtomicFile.WriteAsync(FileOf(folder, holder.Environment), JsonSerializer.SerializeToUtf8Bytes(holder, DeliveryJson.Options), cancellation);

    private static string FileOf(string folder, string environment) => Path.Combine(folder, $"{environment}.json");
}
