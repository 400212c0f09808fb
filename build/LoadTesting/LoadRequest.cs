using Frostline.Delivery.Settings;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Servers;
using Frostline.LoadTesting.Verdicts;

namespace Frostline.LoadTesting;

/// <summary>A run as it was asked for.</summary>
public sealed record LoadRequest
{
    public required Scenario Scenario { get; init; }

    /// <summary>One of the scenario's profiles.</summary>
    public required string Profile { get; init; }

    public required IReadOnlyList<Stage> Stages { get; init; }

    public required Uri Target { get; init; }

    /// <summary>The same seed plans the same times and requests.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Looks at what the service uses, or null where that cannot be told.</summary>
    public IServerProbe? Server { get; init; }

    /// <summary>What the environment is held to.</summary>
    public ObjectiveSettings Environment { get; init; } = new();

    internal LoadObjectives Objectives => Scenario.Objectives.Or(Environment);

    public ProfileSettings Settings => Scenario.Profiles[Profile];
}
