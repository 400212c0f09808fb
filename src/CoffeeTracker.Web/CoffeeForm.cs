using System.Globalization;

namespace CoffeeTracker.Web;

/// <summary>The form as it was filled in.</summary>
public sealed record CoffeeForm(string Type, string Size, string Day, string Time)
{
    /// <summary>When the coffee was drunk, UTC; null when day and time make none.</summary>
    public DateTimeOffset? ConsumedAt =>
        DateTimeOffset.TryParseExact(
            $"{Day} {Time}", "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    public static CoffeeForm Blank(DateOnly day, TimeProvider time) =>
        new("espresso", "medium", $"{day:yyyy-MM-dd}", time.GetUtcNow().ToString("HH:mm", CultureInfo.InvariantCulture));

    public static async Task<CoffeeForm> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
            return new("", "", "", "");
        var form = await request.ReadFormAsync(cancellationToken);
        return new($"{form["type"]}", $"{form["size"]}", $"{form["day"]}", $"{form["time"]}");
    }
}
