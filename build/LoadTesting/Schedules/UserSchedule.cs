namespace Frostline.LoadTesting.Schedules;

/// <summary>How many users there are at a time of the run.</summary>
internal static class UserSchedule
{
    /// <returns>Users and stage, or null after the end.</returns>
    public static (int Users, int Stage)? At(IReadOnlyList<Stage> stages, TimeSpan time)
    {
        for (var index = 0; index < stages.Count; index++)
        {
            var stage = stages[index];
            if (time < stage.Duration)
                return ((int)Math.Ceiling(stage.From + (stage.To - stage.From) * (time / stage.Duration) - 1e-9), index);
            time -= stage.Duration;
        }

        return null;
    }
}
