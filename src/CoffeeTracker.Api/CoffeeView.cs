using CoffeeTracker.Data;

namespace CoffeeTracker.Api;

/// <summary>A coffee as it is answered.</summary>
/// <param name="Caffeine">Milligrams.</param>
internal sealed record CoffeeView(Guid Id, string Type, string Size, int Caffeine, DateTimeOffset ConsumedAt)
{
    public static CoffeeView Of(Coffee coffee) =>
        new(coffee.Id, coffee.Type, coffee.Size, coffee.Caffeine ?? CaffeineOf(coffee.Type, coffee.Size), coffee.ConsumedAt);

    /// <summary>What the menu says, for coffees logged by the release before; 0 for what is not on it.</summary>
    public static int CaffeineOf(string type, string size) =>
        CoffeeType.Find(type) is { } known && CupSize.Find(size) is { } cup ? known.CaffeineIn(cup) : 0;
}
