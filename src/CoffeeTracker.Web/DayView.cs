namespace CoffeeTracker.Web;

/// <summary>What the page of a day shows.</summary>
/// <param name="Week">The seven days that end with it, oldest first.</param>
public sealed record DayView(DateOnly Day, DateOnly Today, Menu Menu, IReadOnlyList<Coffee> Coffees, IReadOnlyList<DaySummary> Week)
{
    /// <summary>What the European Food Safety Authority calls safe for a healthy adult, in milligrams of caffeine a day.</summary>
    public const int SafeCaffeine = 400;

    public required CoffeeForm Form { get; init; }

    public required IReadOnlyDictionary<string, string[]> Errors { get; init; }

    public int Caffeine => Coffees.Sum(coffee => coffee.Caffeine);

    public string Heading => Day == Today ? "Today" : $"{Day:dddd}";

    public bool HasNext => Day < Today;
}
