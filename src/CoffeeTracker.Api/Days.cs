using CoffeeTracker.Data;
using CoffeeTracker.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CoffeeTracker.Api;

/// <summary><c>/days</c>: what the user's days amount to.</summary>
internal static class Days
{
    private const int LongestSpan = 31;

    public static void MapDays(this WebApplication app)
    {
        var days = app.MapGroup("/days").WithTags("Days");
        days.MapGet("/", SpanAsync).WithName("SummarizeDays").WithSummary("Coffees and caffeine (mg) of each day from one to another, both included; at most 31.");
        days.MapGet("/{day}", DayAsync).WithName("SummarizeDay").WithSummary("Coffees and caffeine (mg) of one day, UTC.");
    }

    private static async Task<Results<Ok<DaySummary>, ValidationProblem>> DayAsync(
        string day, AnonymousUser user, CoffeeContext context, CancellationToken cancellationToken) =>
        Day.TryRead(day, out var asked)
            ? TypedResults.Ok((await SummarizeAsync(user, asked, asked, context, cancellationToken))[0])
            : TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["day"] = Day.Error(day) });

    private static async Task<Results<Ok<List<DaySummary>>, ValidationProblem>> SpanAsync(
        string? from, string? to, AnonymousUser user, CoffeeContext context, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        if (!Day.TryRead(from, out var first))
            errors["from"] = Day.Error(from);
        if (!Day.TryRead(to, out var last))
            errors["to"] = Day.Error(to);
        else if (errors.Count == 0 && last.Date.DayNumber - first.Date.DayNumber is < 0 or >= LongestSpan)
            errors["to"] = [$"'{to}' is not within {LongestSpan} days from '{from}'. Give a day from then on, at most {LongestSpan - 1} later."];
        return errors.Count > 0
            ? TypedResults.ValidationProblem(errors)
            : TypedResults.Ok(await SummarizeAsync(user, first, last, context, cancellationToken));
    }

    private static async Task<List<DaySummary>> SummarizeAsync(
        AnonymousUser user, Day first, Day last, CoffeeContext context, CancellationToken cancellationToken)
    {
        var groups = await context.Coffees
            .Where(coffee => coffee.Owner == user.Id && coffee.ConsumedAt >= first.Start && coffee.ConsumedAt < last.End)
            .GroupBy(coffee => new { Day = DateOnly.FromDateTime(coffee.ConsumedAt.UtcDateTime), coffee.Type, coffee.Size })
            .Select(group => new
            {
                group.Key, Count = group.Count(), Known = group.Sum(coffee => coffee.Caffeine ?? 0), Unknown = group.Count(coffee => coffee.Caffeine == null),
            })
            .ToListAsync(cancellationToken);
        var byDay = groups.ToLookup(group => group.Key.Day);
        return
        [
            .. Enumerable.Range(0, last.Date.DayNumber - first.Date.DayNumber + 1).Select(first.Date.AddDays).Select(day => new DaySummary(
                day,
                byDay[day].Sum(group => group.Count),
                byDay[day].Sum(group => group.Known + group.Unknown * CoffeeView.CaffeineOf(group.Key.Type, group.Key.Size)))),
        ];
    }
}

/// <summary>What one day amounts to.</summary>
/// <param name="Caffeine">Milligrams.</param>
internal sealed record DaySummary(DateOnly Day, int Coffees, int Caffeine);
