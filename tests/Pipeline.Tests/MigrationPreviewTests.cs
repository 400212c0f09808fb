using Frostline.Pipeline.Databases;

namespace Pipeline.Tests;

public sealed class MigrationPreviewTests
{
    [Fact]
    public void Preview_WhereThereIsNoDatabase_SaysWhoMakesIt() =>
        MigrationPreview.WithoutDatabase("staging", null, ["1_Make", "2_Add"]).ShouldBe("staging has no database yet: what deploys there makes it, and applies 1_Make, 2_Add.");

    [Fact]
    public void Preview_WhereNobodyLooked_DoesNotSayThatThereIsNone() => MigrationPreview.WithoutDatabase("staging", "it is far away", ["1_Make"]).ShouldBe(
        "staging: whether it has a database, and which migrations that lacks, was not looked at: it is far away. A new one would get 1_Make.");
}
