namespace CoffeeTracker.Data;

/// <summary>One coffee that somebody drank.</summary>
public sealed class Coffee
{
    /// <summary>Tells when it was logged, too: version 7 begins with the time.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The anonymous user who logged it.</summary>
    public required Guid Owner { get; init; }

    /// <summary>What it was, such as <c>espresso</c>; see <see cref="CoffeeType"/>.</summary>
    public required string Type { get; init; }

    /// <summary><c>small</c>, <c>medium</c> or <c>large</c>; see <see cref="CupSize"/>.</summary>
    public required string Size { get; init; }

    /// <summary>Caffeine, in milligrams; null when it was logged by a release that did not know it yet.</summary>
    public int? Caffeine { get; init; }

    /// <summary>When it was drunk, UTC.</summary>
    public required DateTimeOffset ConsumedAt { get; init; }
}
