using Frostline.Delivery.Settings;
using Frostline.Migrations;

namespace Frostline.Pipeline.Databases;

/// <summary>The limits that an environment sets to migrations.</summary>
internal static class MigrationLimits
{
    /// <param name="environment">The environment.</param>
    /// <param name="target">Last migration to apply; null for the newest.</param>
    public static MigrationOptions Of(EnvironmentSettings environment, string? target = null)
    {
        var limits = environment.Migration;
        return new()
        {
            Target = target,
            Turn = limits.Turn,
            StatementTimeout = limits.StatementTimeout,
            OnlineTimeout = limits.OnlineTimeout,
            LockWait = limits.LockWait,
            BlockBudget = limits.BlockBudget,
            Attempts = limits.Attempts,
            Pause = limits.Pause,
            LongestPause = limits.LongestPause,
        };
    }
}
