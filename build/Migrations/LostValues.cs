namespace Frostline.Migrations;

/// <summary>Values that a way back would lose, or of which that cannot be told.</summary>
/// <param name="What">In words, such as <c>column coffees.caffeine_mg has 15 values</c>.</param>
/// <param name="Checksums">Of each column that goes, by its name: of all rows, or of about every sixteenth of more than 20,000. Empty when it cannot be told what goes.</param>
public sealed record LostValues(string What, IReadOnlyDictionary<string, string> Checksums)
{
    public override string ToString() => What;

    /// <param name="accepted">What may be lost.</param>
    /// <returns>What would be lost that may not, in words; null when it is just what may.</returns>
    internal string? Beyond(IReadOnlyList<LostValues> accepted)
    {
        var told = accepted.Where(known => known.What == What).ToList();
        return told.Count == 0 ? What : told.Any(Has) ? null : $"{What}, some of it changed since that was accepted";
    }

    /// <summary>Columns that went on the way are no difference; one that came is, for what it held nobody accepted.</summary>
    private bool Has(LostValues known) => Checksums.All(sum => known.Checksums.GetValueOrDefault(sum.Key) == sum.Value);
}
