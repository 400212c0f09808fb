namespace Frostline.Delivery.Releases;

/// <summary>Who released what, when: written only after the switch, and the only source of a rollback and of a promotion.</summary>
/// <param name="Entries">Oldest first; of a long history the newest.</param>
public sealed record Ledger(IReadOnlyList<LedgerEntry> Entries)
{
    /// <summary>The releases that stand, oldest first: a rollback takes away what came after the release it brought back.</summary>
    public IReadOnlyList<LedgerEntry> Good => [.. Standing()];

    /// <summary>What should serve, or null before the first release.</summary>
    public LedgerEntry? Current => Good is [.., var last] ? last : null;

    /// <summary>The newest release that stands before the current one and is another one, or null.</summary>
    public LedgerEntry? Previous => Current is { } current ? Good.LastOrDefault(entry => entry.Version != current.Version) : null;

    /// <summary>The newest standing entry of a version, or null: what a rollback or a promotion by version means.</summary>
    public LedgerEntry? Find(string version) => Good.LastOrDefault(entry => entry.Version == version);

    /// <summary>What served before an entry, or the entry itself where that is not known any more.</summary>
    public LedgerEntry Before(LedgerEntry entry) => Entries.TakeWhile(earlier => earlier.Id != entry.Id).LastOrDefault() ?? entry;

    /// <summary>Reads the ledger of an environment; empty when nothing was released there.</summary>
    /// <exception cref="DeliveryException">What is kept there is no ledger.</exception>
    public static async Task<Ledger> ReadAsync(ILedgerStore store, string environment, CancellationToken cancellation) =>
        new(await store.ReadAsync(environment, cancellation));

    /// <summary>Adds an entry; one with the same id is there already and changes nothing.</summary>
    public static async Task AppendAsync(ILedgerStore store, LedgerEntry entry, CancellationToken cancellation)
    {
        var ledger = await ReadAsync(store, entry.Environment, cancellation);
        if (ledger.Entries.All(known => known.Id != entry.Id))
            await store.AppendAsync(entry, cancellation);
    }

    private List<LedgerEntry> Standing()
    {
        var standing = new List<LedgerEntry>();
        foreach (var entry in Entries)
        {
            if (standing.FindIndex(earlier => earlier.Id == entry.Restores) is var restored and >= 0)
                standing.RemoveRange(restored, standing.Count - restored);
            standing.Add(entry);
        }

        return standing;
    }
}
