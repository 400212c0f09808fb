using Frostline.Delivery.Platforms;

namespace Frostline.Delivery.Locks;

/// <summary>
/// Keeps others from changing an environment while one pipeline does: among all machines that reach the platform, because it is kept there.
/// Everybody writes a claim of their own and then looks for others: two who claim at once see each other, and neither holds the lock.
/// </summary>
public sealed class EnvironmentLock : IAsyncDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReleaseDeadline = TimeSpan.FromSeconds(15);

    private readonly LockRequest request;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource lost = new();
    private readonly Task beating;
    private volatile Claims claims;
    private int freed;

    private EnvironmentLock(Claims claims, LockRequest request, LockHolder holder, TimeProvider clock)
    {
        (this.claims, this.request, this.clock) = (claims, request, clock);
        Holder = holder;
        beating = BeatAsync();
    }

    /// <summary>This run, as others see it.</summary>
    public LockHolder Holder { get; }

    /// <summary>Holders who stopped to give signs of life, whose lock this one took over.</summary>
    public IReadOnlyList<LockHolder> TookOver { get; private init; } = [];

    /// <summary>Cancelled when somebody freed the lock or took it over, or when the platform could not be told for so long that somebody may
    /// have: whoever held it must change nothing any more.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Takes the lock. One whose holder died, or stopped its heartbeat, is taken over.</summary>
    /// <exception cref="RefusedException">Somebody else holds it; says who, since when, and what to do.</exception>
    public static async Task<EnvironmentLock> TakeAsync(LockRequest request, TimeProvider clock, CancellationToken cancellation)
    {
        var claims = new Claims(request, clock);
        var tookOver = new List<LockHolder>();
        LockHolder? rival = null;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var start = clock.GetTimestamp();
            var seen = await claims.ReadAsync(cancellation);
            if (seen.Living.Count > 0)
                throw Refused(request, seen.Living[0]);
            tookOver.AddRange(seen.Dead.Where(gone => tookOver.All(known => known.Id != gone.Id)));
            var own = Self.Holder(request, clock);
            rival = await claims.ClaimAsync(own, seen, cancellation);
            if (rival is null)
                return new EnvironmentLock(claims, request, own, clock) { TookOver = tookOver };
            await Task.Delay(Pause(attempt, clock.GetElapsedTime(start)), clock, cancellation);
        }

        throw Refused(request, rival!);
    }

    /// <summary>Who holds the lock, or null when it is free.</summary>
    public static async Task<LockHolder?> StatusAsync(LockRequest request, TimeProvider clock, CancellationToken cancellation) =>
        (await new Claims(request, clock).ReadAsync(cancellation)).Living is [var holder, ..] ? holder : null;

    /// <summary>Frees the lock whoever holds it; a holder that lives stops at its next sign of life.</summary>
    /// <returns>Who held it, or null when it was free.</returns>
    public static async Task<LockHolder?> ReleaseAsync(LockRequest request, TimeProvider clock, CancellationToken cancellation)
    {
        var claims = new Claims(request, clock);
        var seen = await claims.ReadAsync(cancellation);
        if (seen.Living.Count + seen.Dead.Count > 0)
            await claims.FreeAsync([.. seen.Living, .. seen.Dead], cancellation);
        return seen.Living is [var holder, ..] ? holder : null;
    }

    /// <summary>From here on the lock is looked after there: the same platform, which answers elsewhere since it was started anew.</summary>
    public void Follow(IPlatform platform) => claims = new Claims(request with { Platform = platform }, clock);

    /// <summary>Frees the lock; a second call does nothing. A platform that cannot be told is no reason to fail: the lock expires.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref freed, 1) == 1)
            return;
        await stop.CancelAsync();
        await beating;
        using var deadline = new CancellationTokenSource(ReleaseDeadline, clock);
        try
        {
            await claims.RemoveAsync([Holder], deadline.Token);
        }
        catch (Exception error) when (error is DeliveryException or OperationCanceledException)
        {
            // On this machine the next run sees that this process is gone, elsewhere the lock expires.
        }

        stop.Dispose();
        lost.Dispose();
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(request.Beat, clock);
        var heard = Holder.Heartbeat;
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token) && !lost.IsCancellationRequested)
                heard = await BeatOnceAsync(heard);
        }
        catch (OperationCanceledException)
        {
            // The lock is being freed.
        }
    }

    /// <returns>When the platform last had a sign of life.</returns>
    private async Task<DateTimeOffset> BeatOnceAsync(DateTimeOffset heard)
    {
        var now = clock.GetUtcNow();
        try
        {
            // A write that is given up too early may still arrive, after whatever was decided without it.
            using var deadline = new Deadline(request.Beat > LeastPatience ? request.Beat : LeastPatience, clock, stop.Token);
            if (!await claims.RenewAsync(Holder with { Heartbeat = now, Expiry = now + request.Lifetime }, deadline.Token))
                await lost.CancelAsync();
            return now;
        }
        catch (Exception error) when (error is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            // A missed beat, whatever the reason, is made up by the next one, unless the lock expires first.
            if (clock.GetUtcNow() - heard >= request.Lifetime)
                await lost.CancelAsync();
            return heard;
        }
    }

    /// <summary>Two who met are not to meet again: chance parts them by far more than an attempt takes here, and by more each time.</summary>
    private static TimeSpan Pause(int attempt, TimeSpan took)
    {
        var longest = (took > LeastPause ? took : LeastPause) * Math.Pow(2, attempt);
        return (longest < LongestPause ? longest : LongestPause) * (0.1 + 0.9 * Random.Shared.NextDouble());
    }

    private static RefusedException Refused(LockRequest request, LockHolder other) => new(
        $"'{request.Environment}' is locked by {other}. Wait for it to end, or free the lock with "
        + $"./build.sh --target=Lock --environment={request.Environment} --lock=release.");
}
