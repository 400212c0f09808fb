using System.Text.Json;

namespace Frostline.Delivery.Releases;

/// <summary>Where the ledger of an environment is kept: in the environment itself, so that any machine finds it.</summary>
public interface ILedgerStore
{
    /// <summary>The document, or null when nothing was ever released there.</summary>
    Task<byte[]?> ReadAsync(string environment, CancellationToken cancellation);

    /// <summary>Replaces the document.</summary>
    Task WriteAsync(string environment, byte[] content, CancellationToken cancellation);
}

/// <summary>Who released what, when: written only after the switch, and the only source of a rollback.</summary>
/// <param name="Entries">Oldest first; entries are only ever added.</param>
public sealed record Ledger(IReadOnlyList<LedgerEntry> Entries)
{
    /// <summary>Reads the ledger of an environment; empty when nothing was released there.</summary>
    /// <exception cref="DeliveryException">The document is no ledger.</exception>
    public static async Task<Ledger> ReadAsync(ILedgerStore store, string environment, CancellationToken cancellation)
    {
        var content = await store.ReadAsync(environment, cancellation);
        if (content is null)
            return new Ledger([]);
        try
        {
            return JsonSerializer.Deserialize<Ledger>(content, DeliveryJson.Options) ?? new Ledger([]);
        }
        catch (JsonException error)
        {
            throw new DeliveryException(
                $"The ledger of '{environment}' cannot be read: {error.Message} Restore it from artifacts/releases, or delete it to start anew.", error);
        }
    }

    /// <summary>Adds an entry and writes the ledger back; an entry with the same id is there already and changes nothing.</summary>
    public static async Task<Ledger> AppendAsync(ILedgerStore store, LedgerEntry entry, CancellationToken cancellation)
    {
        var ledger = await ReadAsync(store, entry.Environment, cancellation);
        if (ledger.Entries.Any(known => known.Id == entry.Id))
            return ledger;
        var longer = new Ledger([.. ledger.Entries, entry]);
        await store.WriteAsync(entry.Environment, JsonSerializer.SerializeToUtf8Bytes(longer, DeliveryJson.Options), cancellation);
        return longer;
    }
}

/// <summary>One release that got all traffic of an environment.</summary>
public sealed record LedgerEntry
{
    /// <summary>Identity of the rollout.</summary>
    public required string Id { get; init; }

    public required string Environment { get; init; }

    public required string Version { get; init; }

    public required string Commit { get; init; }

    public required string Sources { get; init; }

    public string? MigrationHead { get; init; }

    /// <summary>Who ran the pipeline, such as <c>ada@laptop</c>.</summary>
    public required string Actor { get; init; }

    public required DateTimeOffset At { get; init; }

    public required IReadOnlyList<LedgerService> Services { get; init; }
}

/// <summary>One service of a ledger entry.</summary>
public sealed record LedgerService(string Name, string App, string Revision, string Image, string Digest);
