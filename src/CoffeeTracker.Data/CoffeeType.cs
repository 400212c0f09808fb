namespace CoffeeTracker.Data;

/// <summary>The kinds of coffee that can be logged.</summary>
/// <param name="Name">As it is stored and sent.</param>
/// <param name="Title">As people read it.</param>
/// <param name="Caffeine">Milligrams in a medium cup.</param>
public sealed record CoffeeType(string Name, string Title, int Caffeine)
{
    /// <summary>Caffeine per cup as the European Food Safety Authority gives it, rounded.</summary>
    public static IReadOnlyList<CoffeeType> All { get; } =
    [
        new("espresso", "Espresso", 80),
        new("filter", "Filter coffee", 95),
        new("americano", "Americano", 95),
        new("cappuccino", "Cappuccino", 80),
        new("latte", "Latte", 80),
        new("flat-white", "Flat white", 130),
        new("cold-brew", "Cold brew", 155),
        new("decaf", "Decaf", 5),
    ];

    public static CoffeeType? Find(string? name) => All.FirstOrDefault(type => type.Name == name);

    /// <summary>Caffeine of a cup of this kind, in milligrams.</summary>
    public int CaffeineIn(CupSize size) => (int)Math.Round(Caffeine * size.Factor, MidpointRounding.AwayFromZero);
}
