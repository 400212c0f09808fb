using Frostline.LoadTesting.Scenarios;

namespace Frostline.LoadTesting.Schedules;

/// <summary>The stages of a run, made of a profile and of what the command line changes in it.</summary>
public static class LoadStages
{
    /// <param name="profile">The profile; not one that searches.</param>
    /// <param name="scale">Multiplies every rate and number of users.</param>
    /// <param name="duration">The length of all stages together, or null to leave it: all are stretched alike.</param>
    public static IReadOnlyList<Stage> Of(ProfileSettings profile, double scale, TimeSpan? duration)
    {
        var stages = profile.Stages.Select(Stage.Of).ToList();
        var stretch = duration is { } wanted ? wanted / Length(stages) : 1;
        return [.. stages.Select(stage => stage with { From = Scaled(stage, stage.From, scale), To = Scaled(stage, stage.To, scale), Duration = stage.Duration * stretch })];
    }

    public static TimeSpan Length(IEnumerable<Stage> stages) => stages.Aggregate(TimeSpan.Zero, (total, stage) => total + stage.Duration);

    /// <summary>One user at least, where there were users.</summary>
    private static double Scaled(Stage stage, double amount, double scale) =>
        stage.IsOpen || amount == 0 ? amount * scale : Math.Max(1, Math.Round(amount * scale));
}
