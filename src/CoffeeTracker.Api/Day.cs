using System.Globalization;

namespace CoffeeTracker.Api;

/// <summary>A calendar day, UTC.</summary>
internal readonly record struct Day(DateOnly Date)
{
    public DateTimeOffset Start => new(Date, TimeOnly.MinValue, TimeSpan.Zero);

    public DateTimeOffset End => Start.AddDays(1);

    public static Day Today(TimeProvider time) => new(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));

    public static bool TryRead(string? text, out Day day)
    {
        // The last day of the calendar has no end.
        var isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date < DateOnly.MaxValue;
        day = new(date);
        return isDay;
    }

    public static string[] Error(string? text) => [$"'{text}' is not a day. Give yyyy-MM-dd."];
}
