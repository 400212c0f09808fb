namespace CoffeeTracker.Web;

/// <summary>What can be logged, as the API answers it.</summary>
public sealed record Menu(IReadOnlyList<MenuItem> Types, IReadOnlyList<MenuItem> Sizes)
{
    public static readonly Menu Empty = new([], []);

    public string TitleOfType(string name) => Types.FirstOrDefault(type => type.Name == name)?.Title ?? name;

    public string TitleOfSize(string name) => Sizes.FirstOrDefault(size => size.Name == name)?.Title ?? name;
}

public sealed record MenuItem(string Name, string Title);

/// <param name="Caffeine">Milligrams.</param>
public sealed record Coffee(Guid Id, string Type, string Size, int Caffeine, DateTimeOffset ConsumedAt);

/// <param name="Caffeine">Milligrams.</param>
public sealed record DaySummary(DateOnly Day, int Coffees, int Caffeine);
