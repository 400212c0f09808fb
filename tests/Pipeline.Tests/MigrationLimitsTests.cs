using Frostline.Delivery.Settings;
using Frostline.Migrations;
using Frostline.Pipeline.Databases;

namespace Pipeline.Tests;

public sealed class MigrationLimitsTests
{
    private static EnvironmentSettings With(MigrationSettings migration) => new()
    {
        Subscription = "", ResourceGroup = "", Location = "", ManagedEnvironment = "", Registry = "", Migration = migration,
    };

    [Fact]
    public void Of_AnEnvironmentThatSaysNothing_AreTheDefaults() => MigrationLimits.Of(With(new())).ShouldBe(new MigrationOptions());

    [Fact]
    public void Of_TakesEverySettingOver()
    {
        var settings = new MigrationSettings
        {
            LockWait = TimeSpan.FromSeconds(1.5), BlockBudget = TimeSpan.FromSeconds(2), StatementTimeout = TimeSpan.FromSeconds(3), OnlineTimeout = TimeSpan.FromSeconds(4),
            Attempts = 5, Pause = TimeSpan.FromSeconds(6), LongestPause = TimeSpan.FromSeconds(7), Turn = TimeSpan.FromSeconds(8),
        };

        MigrationLimits.Of(With(settings), "AddOrigin").ShouldBe(new MigrationOptions
        {
            Target = "AddOrigin",
            LockWait = TimeSpan.FromSeconds(1.5), BlockBudget = TimeSpan.FromSeconds(2), StatementTimeout = TimeSpan.FromSeconds(3), OnlineTimeout = TimeSpan.FromSeconds(4),
            Attempts = 5, Pause = TimeSpan.FromSeconds(6), LongestPause = TimeSpan.FromSeconds(7), Turn = TimeSpan.FromSeconds(8),
        });
    }
}
