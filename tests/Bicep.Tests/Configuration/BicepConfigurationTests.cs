using Frostline.Bicep.Configuration;

namespace Frostline.Bicep.Tests.Configuration;

public sealed class BicepConfigurationTests
{
    [Fact]
    public void LevelOf_IsWhatTheFileSays_OrTheRuleItself()
    {
        var configuration = BicepConfiguration.Parse("bicepconfig.json", """
            {
              // comments are allowed
              "analyzers": { "core": { "rules": {
                "no-unused-params": { "level": "Error" },
                "no-unused-vars": { "level": "off" },
                "use-recent-api-versions": { "level": "warning", "maxAllowedAgeInDays": 730 },
                "no-hardcoded-env-urls": { "disallowedhosts": [ "core.windows.net" ] },
              } } },
              "moduleAliases": { "br": { "shared": { "registry": "example.azurecr.io", "modulePath": "bicep" } } }
            }
            """);
        configuration.Diagnostics.ShouldBeEmpty();
        configuration.LevelOf("no-unused-params", RuleLevel.Warning).ShouldBe(RuleLevel.Error);
        configuration.LevelOf("no-unused-vars", RuleLevel.Warning).ShouldBe(RuleLevel.Off);
        configuration.LevelOf("prefer-interpolation", RuleLevel.Warning).ShouldBe(RuleLevel.Warning);
        configuration.NumberOf("use-recent-api-versions", "maxAllowedAgeInDays").ShouldBe(730);
        configuration.WordsOf("no-hardcoded-env-urls", "disallowedhosts").ShouldBe(["core.windows.net"]);
        configuration.RegistryOf("shared").ShouldBe("example.azurecr.io/bicep");
        configuration.RegistryOf("other").ShouldBeNull();
    }

    [Fact]
    public void LevelOf_WhenTheLinterIsOff_IsOff() =>
        BicepConfiguration.Parse("bicepconfig.json", """{ "analyzers": { "core": { "enabled": false } } }""").LevelOf("no-unused-params", RuleLevel.Error).ShouldBe(RuleLevel.Off);

    [Theory]
    [InlineData("{", "BCP271")]
    [InlineData("[]", "BCP271")]
    [InlineData("""{ "a": 1, "a": 2 }""", "BCP271")]
    [InlineData("""{ "analyzers": { "core": { "rules": { "x": { "level": "loud" } } } } }""", "BCP271")]
    public void Diagnostics_SayWhyAFileIsNotOne(string text, string code) =>
        BicepConfiguration.Parse("bicepconfig.json", text).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe(code);

    [Theory]
    [InlineData("""{ "analyzers": 1 }""")]
    [InlineData("""{ "analyzers": { "core": { "rules": { "x": 1, "y": { "level": null } } } } }""")]
    public void Settings_OfOtherShapes_AreNotThisReadersBusiness(string text) =>
        BicepConfiguration.Parse("bicepconfig.json", text).LevelOf("x", RuleLevel.Info).ShouldBe(RuleLevel.Info);

    [Fact]
    public void Nearest_LooksInTheFoldersAbove()
    {
        var root = Directory.CreateTempSubdirectory("frostline-bicep-");
        try
        {
            var below = root.CreateSubdirectory("a/b");
            File.WriteAllText(Path.Combine(root.FullName, "a", "bicepconfig.json"), """{ "analyzers": { "core": { "rules": { "x": { "level": "error" } } } } }""");
            BicepConfiguration.Nearest(Path.Combine(below.FullName, "main.bicep")).LevelOf("x", RuleLevel.Off).ShouldBe(RuleLevel.Error);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }
}
