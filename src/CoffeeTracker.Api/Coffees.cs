using CoffeeTracker.Data;
using CoffeeTracker.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoffeeTracker.Api;

/// <summary><c>/coffees</c>: the user's coffees, one by one.</summary>
internal static class Coffees
{
    private const int LongestList = 500;

    public static void MapCoffees(this WebApplication app)
    {
        var coffees = app.MapGroup("/coffees").WithTags("Coffees");
        coffees.MapPost("/", LogAsync).WithName("LogCoffee").WithSummary("Logs a coffee.");
        coffees.MapGet("/", ListAsync).WithName("ListCoffees").WithSummary("The coffees of a day, UTC, the first one first. Today when no day is given.");
        coffees.MapGet("/{id:guid}", FindAsync).WithName("FindCoffee").WithSummary("One coffee.");
        coffees.MapDelete("/{id:guid}", DeleteAsync).WithName("DeleteCoffee").WithSummary("Deletes a coffee.");
    }

    private static async Task<Results<Created<CoffeeView>, ValidationProblem>> LogAsync(
        CoffeeOrder order, AnonymousUser user, CoffeeContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (order.Check(now) is { Count: > 0 } errors)
            return TypedResults.ValidationProblem(errors);
        var coffee = order.ToCoffee(user.Id, now);
        context.Coffees.Add(coffee);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // The id was made here, a moment ago: only an attempt before this one can have saved it, and lost its answer.
        }

        return TypedResults.Created($"/coffees/{coffee.Id}", CoffeeView.Of(coffee));
    }

    private static async Task<Results<Ok<List<CoffeeView>>, ValidationProblem>> ListAsync(
        string? day, AnonymousUser user, CoffeeContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        var asked = Day.Today(time);
        if (day is not null && !Day.TryRead(day, out asked))
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["day"] = Day.Error(day) });
        var coffees = await context.Coffees.AsNoTracking()
            .Where(coffee => coffee.Owner == user.Id && coffee.ConsumedAt >= asked.Start && coffee.ConsumedAt < asked.End)
            .OrderBy(coffee => coffee.ConsumedAt).ThenBy(coffee => coffee.Id)
            .Take(LongestList)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(coffees.ConvertAll(CoffeeView.Of));
    }

    private static async Task<Results<Ok<CoffeeView>, NotFound>> FindAsync(
        Guid id, AnonymousUser user, CoffeeContext context, CancellationToken cancellationToken)
    {
        var coffee = await context.Coffees.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.Owner == user.Id, cancellationToken);
        return coffee is null ? TypedResults.NotFound() : TypedResults.Ok(CoffeeView.Of(coffee));
    }

    private static async Task<Results<NoContent, NotFound>> DeleteAsync(
        Guid id, AnonymousUser user, CoffeeContext context, CancellationToken cancellationToken)
    {
        var deleted = await context.Coffees.Where(c => c.Id == id && c.Owner == user.Id).ExecuteDeleteAsync(cancellationToken);
        return deleted == 0 ? TypedResults.NotFound() : TypedResults.NoContent();
    }
}
