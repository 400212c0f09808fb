using Frostline.Delivery.Settings;
using Frostline.Migrations;
using Frostline.Migrations.Linting;
using Frostline.Migrations.Planning;
using Frostline.Pipeline.Databases;

namespace Pipeline.Tests;

public sealed class BackupBeforeMigrationTests
{
    private static readonly EnvironmentSettings Staging = new() { Subscription = "", ResourceGroup = "", Location = "", ManagedEnvironment = "", Registry = "" };
    private static readonly PlannedMigration Adds = new("1_Add", "");
    private static readonly PlannedMigration Takes = new("2_Take", "") { Class = OperationClass.Contract };

    private static bool IsDue(PlannedMigration pending, EnvironmentSettings environment, int applied = 3) =>
        BackupBeforeMigration.IsDue(new([pending], "0_Begin", applied, "coffee at here"), environment);

    [Fact]
    public void IsDue_WherePeopleApprove() => IsDue(Adds, Staging with { Approval = true }).ShouldBeTrue();

    [Fact]
    public void IsDue_ForWhatOnlyAdds_AsTheEnvironmentSays()
    {
        IsDue(Adds, Staging).ShouldBeFalse();
        IsDue(Adds, Staging with { BackupBeforeMigration = true }).ShouldBeTrue();
        IsDue(Adds, Staging with { BackupBeforeMigration = false, Approval = true }).ShouldBeFalse();
    }

    [Fact]
    public void IsDue_ForWhatTakesAway_WhateverTheEnvironmentSays() => IsDue(Takes, Staging with { BackupBeforeMigration = false }).ShouldBeTrue();

    [Fact]
    public void IsDue_ForWhatTakesAway_AlsoWhenAnOverrideAllowsIt()
    {
        var drop = new Finding("drop-column", OperationClass.Contract, "column beans.note is gone", "", "") { Allowed = "no release ever read it" };

        IsDue(Adds with { Operations = [new("ALTER TABLE beans DROP COLUMN note", OperationClass.Expand, [drop], [])] }, Staging).ShouldBeTrue();
    }

    [Fact]
    public void IsDue_ForADatabaseThatHasNothingYet_IsFalse() => IsDue(Takes, Staging with { Approval = true }, applied: 0).ShouldBeFalse();
}
