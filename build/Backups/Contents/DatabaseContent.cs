namespace Frostline.Backups;

/// <summary>What a database holds, in a form that can be compared after it was restored.</summary>
/// <param name="Schema">One line for each object, such as <c>column public.coffees.size: text not null</c>, in order.</param>
/// <param name="Tables">Each table with rows of its own.</param>
public sealed record DatabaseContent(IReadOnlyList<string> Schema, IReadOnlyList<TableContent> Tables)
{
    /// <summary>Rows of all tables.</summary>
    public long Rows => Tables.Sum(table => table.Rows);
}

/// <summary>What one table holds.</summary>
/// <param name="Name">Schema and name, quoted where SQL asks for it.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Sampled">How many of them the checksum is of: all of a small table, about every sixteenth, chosen by its key, of a large one.</param>
/// <param name="Checksum">Sum of the rows' 64-bit hashes: independent of their order.</param>
public sealed record TableContent(string Name, long Rows, long Sampled, string Checksum);
