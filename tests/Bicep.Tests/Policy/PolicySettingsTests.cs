using Frostline.Bicep.Policy;

namespace Bicep.Tests.Policy;

public sealed class PolicySettingsTests
{
    [Theory]
    [InlineData("""{ "levels": { "staging": { "ACA099": "off" } } }""", ": levels.staging.ACA099: 'ACA099' is not a rule. Give the id of one, such as ACA001.")]
    [InlineData("""{ "suppressions": [{ "rule": "ACA001", "resource": "*", "reason": " ", "until": "2027-01-01" }] }""", ": suppressions[0].reason: is empty. Say why the finding is accepted.")]
    public void Settings_ThatMeanNothing_AreRefusedWithPathAndRemedy(string json, string expected) => Refusal(json).ShouldEndWith(expected);

    [Theory]
    [InlineData("""{ "level": {} }""")]
    [InlineData("""{ "levels": { "staging": { "ACA001": "loud" } } }""")]
    [InlineData("""{ "suppressions": [{ "rule": "ACA001", "resource": "*", "reason": "r" }] }""")]
    public void Settings_ThatAreMalformed_AreRefusedWithTheLine(string json) => Refusal(json).ShouldContain("(1): ");

    [Fact]
    public void Settings_Read_GiveLevelsAndSuppressions()
    {
        var settings = Read("""{ "levels": { "*": { "ACA001": "off" } }, "suppressions": [{ "rule": "SB003", "resource": "*", "reason": "r", "until": "2027-01-01" }] }""");

        settings.Levels["*"]["ACA001"].ShouldBe(PolicyLevel.Off);
        settings.Suppressions.ShouldHaveSingleItem().Until.ShouldBe(new DateOnly(2027, 1, 1));
    }

    private static string Refusal(string json) => Should.Throw<InvalidDataException>(() => Read(json)).Message;

    private static PolicySettings Read(string json)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, json);
            return PolicySettings.Read(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
