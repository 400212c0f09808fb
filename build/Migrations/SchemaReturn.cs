namespace Frostline.Migrations;

/// <summary>What the way back to an older schema means.</summary>
/// <param name="Steps">The migrations to be taken back, the newest first.</param>
/// <param name="Database">Name and address of the database, without secrets.</param>
public sealed record SchemaReturn(IReadOnlyList<MigrationReturn> Steps, string Database)
{
    /// <summary>What was done; null when it was only judged.</summary>
    public MigrationOutcome? Outcome { get; init; }

    /// <summary>Why an older release may not run with the schema as it is; empty when every migration since only expanded it.</summary>
    public IReadOnlyList<string> Gone => [.. Steps.SelectMany(step => step.Gone)];

    /// <summary>What would be lost; empty when it is proven that nothing would.</summary>
    public IReadOnlyList<LostValues> Losses => [.. Steps.SelectMany(step => step.Losses)];
}

/// <summary>One migration to be taken back.</summary>
/// <param name="Name">Its id: timestamp and name.</param>
/// <param name="Gone">What it took away or changed that releases before it may need.</param>
/// <param name="Losses">What taking it back would lose, or what cannot be told.</param>
public sealed record MigrationReturn(string Name, IReadOnlyList<string> Gone, IReadOnlyList<LostValues> Losses);
