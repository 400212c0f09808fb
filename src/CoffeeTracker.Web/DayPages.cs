using System.Globalization;
using CoffeeTracker.Hosting;
using CoffeeTracker.Web.Pages;

namespace CoffeeTracker.Web;

/// <summary><c>/</c>: a day's coffees, a form to add one, and the week that ends with the day.</summary>
internal static class DayPages
{
    private const int DaysOfAWeek = 7;

    public static void MapDayPage(this WebApplication app)
    {
        app.MapGet("/", ShowAsync);
        app.MapPost("/", LogAsync);
        app.MapPost("/coffees/{id:guid}/delete", DeleteAsync);
    }

    private static Task<IResult> ShowAsync(string? day, AnonymousUser user, CoffeeApi api, TimeProvider time, CancellationToken cancellationToken)
    {
        var shown = Read(day) ?? Today(time);
        return PageAsync(new(user, shown, CoffeeForm.Blank(shown, time)), api, time, cancellationToken);
    }

    private static async Task<IResult> LogAsync(
        HttpRequest request, AnonymousUser user, CoffeeApi api, TimeProvider time, CancellationToken cancellationToken)
    {
        var form = await CoffeeForm.ReadAsync(request, cancellationToken);
        var errors = form.ConsumedAt is null
            ? new Dictionary<string, string[]> { ["consumedAt"] = ["This is not a time. Give hours and minutes."] }
            : await api.LogAsync(user, form, cancellationToken);
        var day = Read(form.Day) ?? Today(time);
        return errors.Count == 0
            ? SeeDay(day, time)
            : await PageAsync(new(user, day, form) { Errors = errors }, api, time, cancellationToken);
    }

    private static async Task<IResult> DeleteAsync(
        Guid id, string? day, AnonymousUser user, CoffeeApi api, CancellationToken cancellationToken)
    {
        await api.DeleteAsync(user, id, cancellationToken);
        return new SeeOther(Read(day) is { } shown ? $"/?day={shown:yyyy-MM-dd}" : "/");
    }

    private static async Task<IResult> PageAsync(Asked asked, CoffeeApi api, TimeProvider time, CancellationToken cancellationToken)
    {
        var menu = api.MenuAsync(asked.User, cancellationToken);
        var coffees = api.CoffeesAsync(asked.User, asked.Day, cancellationToken);
        var week = api.DaysAsync(asked.User, asked.Day.AddDays(1 - DaysOfAWeek), asked.Day, cancellationToken);
        await Task.WhenAll(menu, coffees, week);
        var view = new DayView(asked.Day, Today(time), await menu, await coffees, await week) { Form = asked.Form, Errors = asked.Errors };
        return new PageResult<DayPage>(
            new() { [nameof(DayPage.View)] = view }, asked.Errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private static SeeOther SeeDay(DateOnly day, TimeProvider time) => new(day == Today(time) ? "/" : $"/?day={day:yyyy-MM-dd}");

    private static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private static DateOnly? Read(string? day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 2000 and < 9999 ? date : null;

    private sealed record Asked(AnonymousUser User, DateOnly Day, CoffeeForm Form)
    {
        public IReadOnlyDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>();
    }
}
