using CoffeeTracker.Data;

namespace CoffeeTracker.Api;

/// <summary>A coffee to log, as it was sent.</summary>
/// <param name="Type">A type of the menu.</param>
/// <param name="Size">A size of the menu.</param>
/// <param name="ConsumedAt">When it was drunk; now when it is left out.</param>
internal sealed record CoffeeOrder(string? Type, string? Size, DateTimeOffset? ConsumedAt)
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Clocks of visitors may be this far ahead.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>What is wrong with it, by field; empty when nothing is.</summary>
    public IDictionary<string, string[]> Check(DateTimeOffset now)
    {
        var errors = new Dictionary<string, string[]>();
        if (CoffeeType.Find(Type) is null)
            errors["type"] = [$"'{Type}' is not on the menu. Give {OneOf(CoffeeType.All.Select(type => type.Name))}."];
        if (CupSize.Find(Size) is null)
            errors["size"] = [$"'{Size}' is not a size. Give {OneOf(CupSize.All.Select(size => size.Name))}."];
        if (ConsumedAt > now + ClockSkew)
            errors["consumedAt"] = ["This is in the future. Give when it was drunk."];
        if (ConsumedAt < Earliest)
            errors["consumedAt"] = ["This is before 2000. Give when it was drunk."];
        return errors;
    }

    /// <summary>The coffee, once the order was checked.</summary>
    public Coffee ToCoffee(Guid owner, DateTimeOffset now) => new()
    {
        Owner = owner,
        Type = Type!,
        Size = Size!,
        Caffeine = CoffeeType.Find(Type)!.CaffeineIn(CupSize.Find(Size)!),
        ConsumedAt = (ConsumedAt ?? now).ToUniversalTime(),
    };

    private static string OneOf(IEnumerable<string> names) => string.Join(", ", names);
}
