using Frostline.Delivery.ContainerApps;

namespace Frostline.Delivery.Locks;

/// <summary>The claims to an environment's lock: a tag for each, so that nobody overwrites another's.</summary>
internal sealed class Claims(LockRequest request, TimeProvider clock)
{
    /// <summary>How long Azure may take until a write is read everywhere. LocalAzure answers with what was written.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan WithdrawalDeadline = TimeSpan.FromSeconds(5);

    private readonly ClaimTag form = new(request.Settings.Product, request.Environment);
    private readonly IEnvironmentTags tags = request.Platform.ContainerApps(request.Settings.Environment(request.Environment)).Tags;

    public async Task<SeenClaims> ReadAsync(CancellationToken cancellation)
    {
        var written = await tags.ReadAsync(cancellation);
        var freed = form.ReadFreed(written);
        var all = form.Read(written).OrderBy(holder => holder.Since).ThenBy(holder => holder.Id, StringComparer.Ordinal)
            .ToLookup(holder => !freed.Contains(holder.Id) && Lives(holder));
        return new([.. all[true]], [.. all[false]], freed);
    }

    /// <summary>Writes a claim, clears away those of the dead, waits until everybody must see it, and looks for others.</summary>
    /// <param name="own">The claim.</param>
    /// <param name="seen">What was there before: none that lives.</param>
    /// <param name="cancellation">Withdraws the claim.</param>
    /// <returns>Null when it is the only one; else the other one, and the own one is gone again.</returns>
    public async Task<LockHolder?> ClaimAsync(LockHolder own, SeenClaims seen, CancellationToken cancellation)
    {
        var made = await tags.EnsureAsync(cancellation);
        try
        {
            await tags.ChangeAsync(Written(own, seen), [.. seen.Dead.SelectMany(form.Names)], cancellation);
            await Task.Delay(UntilSeen(made), clock, cancellation);
            var living = (await ReadAsync(cancellation)).Living;
            if (living is [{ } only] && only.Id == own.Id)
                return null;
            await RemoveAsync([own], cancellation);
            return living.FirstOrDefault(other => other.Id != own.Id) ?? own;
        }
        catch (Exception error) when (error is DeliveryException or OperationCanceledException)
        {
            await WithdrawAsync(own);
            throw;
        }
    }

    /// <summary>Gives a sign of life. Who was taken over while it slept, or freed, and wrote its claim once more, sees so and gives way. Another's
    /// claim is no reason: who writes one looks for others after that, and withdraws it.</summary>
    /// <returns>Whether the claim still stands.</returns>
    public async Task<bool> RenewAsync(LockHolder own, CancellationToken cancellation)
    {
        if (form.Read(await tags.ReadAsync(cancellation)).All(holder => holder.Id != own.Id))
            return false;
        await tags.ChangeAsync(form.Write(own), [], cancellation);
        if (!form.ReadFreed(await tags.ReadAsync(cancellation)).Contains(own.Id))
            return true;
        await RemoveAsync([own], cancellation);
        return false;
    }

    /// <summary>Takes the claims of others away, for good.</summary>
    public async Task FreeAsync(IReadOnlyList<LockHolder> holders, CancellationToken cancellation)
    {
        var before = form.ReadFreed(await tags.ReadAsync(cancellation));
        await tags.ChangeAsync(form.WriteFreed(before.Concat(holders.Select(holder => holder.Id))), [.. holders.SelectMany(form.Names)], cancellation);
    }

    public Task RemoveAsync(IReadOnlyList<LockHolder> holders, CancellationToken cancellation) =>
        tags.ChangeAsync(new Dictionary<string, string>(), [.. holders.SelectMany(form.Names)], cancellation);

    /// <summary>A claim, and with it the end of those that expired elsewhere: their holders may only sleep.</summary>
    private Dictionary<string, string> Written(LockHolder own, SeenClaims seen)
    {
        var asleep = seen.Dead.Where(holder => !IsHere(holder)).Select(holder => holder.Id).ToList();
        return new(form.Write(own).Concat(asleep.Count == 0 ? [] : form.WriteFreed([.. seen.Freed, .. asleep])));
    }

    /// <summary>How long a claim stands before others are looked for. Where the group was made twice, a claim in it may have been dropped: its
    /// holder must find out first, by its next beat.</summary>
    private TimeSpan UntilSeen(GroupMade made) => made switch
    {
        GroupMade.Before => request.Platform.Name == "local" ? TimeSpan.Zero : Settling,
        GroupMade.Now => Settling,
        _ => request.Beat + Settling,
    };

    /// <summary>What was going wrong is told, and not that the claim stayed: it expires, or its process is seen to be gone.</summary>
    private async Task WithdrawAsync(LockHolder own)
    {
        using var deadline = new CancellationTokenSource(WithdrawalDeadline, clock);
        try
        {
            await RemoveAsync([own], deadline.Token);
        }
        catch (Exception error) when (error is DeliveryException or OperationCanceledException)
        {
        }
    }

    /// <summary>On this machine a holder is seen to live, even one that was asleep and could not beat; elsewhere its expiry tells.</summary>
    private bool Lives(LockHolder holder) => IsHere(holder) ? Self.Sees(holder) : clock.GetUtcNow() < holder.Expiry;

    private static bool IsHere(LockHolder holder) => holder.Machine.Length > 0 && holder.Machine == Self.Machine;
}
