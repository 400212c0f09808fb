using System.Text.Json;

namespace Frostline.Delivery.Releases;

/// <summary>A ledger that leaves a copy for people and programs; nothing is ever read from it.</summary>
/// <param name="ledger">The ledger itself.</param>
/// <param name="file">Where the copy of an environment's ledger is, such as <c>artifacts/rollouts/staging/ledger.json</c>.</param>
public sealed class MirroredLedger(ILedgerStore ledger, Func<string, string> file) : ILedgerStore
{
    public Task<IReadOnlyList<LedgerEntry>> ReadAsync(string environment, CancellationToken cancellation) => ledger.ReadAsync(environment, cancellation);

    public async Task AppendAsync(LedgerEntry entry, CancellationToken cancellation)
    {
        await ledger.AppendAsync(entry, cancellation);
        try
        {
            var entries = await ledger.ReadAsync(entry.Environment, cancellation);
            await AtomicFile.WriteAsync(file(entry.Environment), JsonSerializer.SerializeToUtf8Bytes(new Ledger(entries), DeliveryJson.Options), cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DeliveryException)
        {
            // The release is in the ledger: neither a full disk here nor a platform that does not answer once more makes it a failure.
        }
    }
}
