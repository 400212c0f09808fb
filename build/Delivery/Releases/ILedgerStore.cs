namespace Frostline.Delivery.Releases;

/// <summary>Where the ledger of an environment is kept: in the environment itself, so that any machine finds it.</summary>
public interface ILedgerStore
{
    /// <summary>The releases that are kept, oldest first; none before the first one.</summary>
    /// <exception cref="DeliveryException">What is there is no ledger.</exception>
    Task<IReadOnlyList<LedgerEntry>> ReadAsync(string environment, CancellationToken cancellation);

    /// <summary>Adds a release; the oldest ones may go to make room.</summary>
    Task AppendAsync(LedgerEntry entry, CancellationToken cancellation);
}
