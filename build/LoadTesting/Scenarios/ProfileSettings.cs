using System.ComponentModel;
using Frostline.Delivery.Settings;

namespace Frostline.LoadTesting.Scenarios;

/// <summary>A load over time: stages one after the other, or a search for the knee.</summary>
public sealed record ProfileSettings
{
    [Description("Stages, one after the other.")]
    public IReadOnlyList<StageSettings> Stages { get; init; } = [];

    [Description("Raises the rate until an objective breaks, and narrows down where; instead of stages.")]
    public SearchSettings? Search { get; init; }

    /// <summary>How many pieces the measured time is cut into: the units that baselines are compared by.</summary>
    [Description("How many pieces the measured time is cut into: the units that baselines are compared by.")]
    [Between(5, 100)]
    public int Slices { get; init; } = 20;

    [Description("Whether memory, handles, threads and connections of the service are tested for a trend.")]
    public bool Leaks { get; init; }
}

/// <summary>A piece of a profile: either a rate or a number of users, held or changed evenly.</summary>
public sealed record StageSettings
{
    [Description("Names the stage in reports. Default: what it does.")]
    public string? Name { get; init; }

    [Description("How long it lasts.")]
    [Seconds(0.1, 86_400)]
    public required TimeSpan Duration { get; init; }

    [Description("Requests per second, however quickly the service answers (open model).")]
    [Between(0, 1_000_000)]
    public double? Rate { get; init; }

    [Description("Users, each of whom waits for an answer before the next request (closed model).")]
    [Between(0, 100_000)]
    public int? Users { get; init; }

    [Description("Rate or users at the end of the stage. Default: as at its start.")]
    [Between(0, 1_000_000)]
    public double? To { get; init; }

    [Description("How the requests of a rate are spaced: evenly, or by accident as independent visitors come.")]
    public Arrivals Arrivals { get; init; } = Arrivals.Poisson;

    [Description("Whether the stage counts; a warm-up does not.")]
    public bool Measured { get; init; } = true;
}

/// <summary>How planned requests are spaced.</summary>
public enum Arrivals
{
    /// <summary>Evenly.</summary>
    Constant,

    /// <summary>A Poisson process, as independent visitors make it: bursts show queues that even spacing hides.</summary>
    Poisson,
}

/// <summary>Where the search for the knee begins and ends.</summary>
public sealed record SearchSettings
{
    [Description("First rate, requests per second.")]
    [Between(1, 1_000_000)]
    public required int From { get; init; }

    [Description("Highest rate to try.")]
    [Between(1, 1_000_000)]
    public required int To { get; init; }

    [Description("How long each rate is held.")]
    [Seconds(1, 3600)]
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(10);

    [Description("Width of the last interval, in percent of the rate.")]
    [Between(1, 50)]
    public int Precision { get; init; } = 5;
}
