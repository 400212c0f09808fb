namespace CoffeeTracker.Data;

/// <summary>The cups a coffee comes in.</summary>
/// <param name="Name">As it is stored and sent.</param>
/// <param name="Title">As people read it.</param>
/// <param name="Factor">Its caffeine, in that of a medium cup.</param>
public sealed record CupSize(string Name, string Title, decimal Factor)
{
    public static IReadOnlyList<CupSize> All { get; } = [new("small", "Small", 0.75m), new("medium", "Medium", 1m), new("large", "Large", 1.5m)];

    public static CupSize? Find(string? name) => All.FirstOrDefault(size => size.Name == name);
}
