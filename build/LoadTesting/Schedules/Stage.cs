using System.Globalization;
using Frostline.LoadTesting.Scenarios;

namespace Frostline.LoadTesting.Schedules;

/// <summary>A piece of a planned load: an amount at its start and at its end, changed evenly between.</summary>
/// <param name="Name">As reports call it.</param>
/// <param name="Duration">How long it lasts.</param>
/// <param name="From">Requests per second, or users, at its start.</param>
/// <param name="To">The same at its end.</param>
/// <param name="Arrivals">How requests of a rate are spaced; null when the amount is one of users.</param>
/// <param name="Measured">Whether it counts.</param>
public sealed record Stage(string Name, TimeSpan Duration, double From, double To, Arrivals? Arrivals, bool Measured)
{
    /// <summary>Whether requests come whatever the service does.</summary>
    public bool IsOpen => Arrivals is not null;

    /// <summary>Requests that a rate makes in this stage, on average.</summary>
    public double Expected => IsOpen ? (From + To) / 2 * Duration.TotalSeconds : 0;

    public static Stage Of(StageSettings settings)
    {
        var from = settings.Rate ?? settings.Users ?? 0;
        var to = settings.To ?? from;
        var unit = settings.Rate is null ? "users" : "/s";
        var load = from == to ? Shown(from) : $"{Shown(from)} to {Shown(to)}";
        return new(settings.Name ?? $"{load} {unit}", settings.Duration, from, to, settings.Rate is null ? null : settings.Arrivals, settings.Measured);
    }

    private static string Shown(double amount) => amount.ToString("0.##", CultureInfo.InvariantCulture);
}
