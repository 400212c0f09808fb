using CoffeeTracker.Data;

namespace CoffeeTracker.Api;

/// <summary><c>/menu</c>: what can be logged.</summary>
internal static class Menu
{
    private static readonly MenuView View = new(
        [.. CoffeeType.All.Select(type => new TypeView(type.Name, type.Title, type.Caffeine))],
        [.. CupSize.All.Select(size => new SizeView(size.Name, size.Title))]);

    public static void MapMenu(this WebApplication app) =>
        app.MapGet("/menu", () => View).WithName("Menu").WithSummary("The types and sizes of coffee, with the caffeine of a medium cup in milligrams.");

    internal sealed record MenuView(IReadOnlyList<TypeView> Types, IReadOnlyList<SizeView> Sizes);

    internal sealed record TypeView(string Name, string Title, int Caffeine);

    internal sealed record SizeView(string Name, string Title);
}
