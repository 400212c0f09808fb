using Frostline.LoadTesting.Scenarios;
using Testing;

namespace LoadTesting.Tests.Scenarios;

/// <summary>What of a scenario rollouts ask, too.</summary>
public sealed class ScenarioChecksTests
{
    [Fact]
    public void Checks_OfTheShippedSmoke_AreItsRequestsThatOnlyRead_FilledIn()
    {
        var checks = ScenarioChecks.Of(ScenarioFile.Load(Path.Combine(Checkout.Root, "tests", "LoadTests", "smoke.json")));

        checks.Select(check => check.Path.Split('?')[0]).ShouldBe(["/coffees", $"/days/{Today}", "/menu", "/days"]);
        checks.Select(check => check.Contains).ShouldBe([null, null, "espresso", null]);
        checks[3].Path.ShouldEndWith($"&to={Today}");
        checks.Select(check => check.Headers["Cookie"]).Distinct().ShouldHaveSingleItem().ShouldMatch("^coffee-user=[0-9a-f-]{36}$");
    }

    [Fact]
    public void Checks_LeaveOut_WhatNeedsASignInOrData()
    {
        var scenario = new Scenario
        {
            SignIn = new() { Name = "sign in", Path = "/sign-in", Extract = new Dictionary<string, string> { ["token"] = "token" } },
            Requests =
            [
                new() { Name = "open", Path = "/open", Status = [202] }, new() { Name = "mine", Path = "/mine", Headers = new Dictionary<string, string> { ["Authorization"] = "${token}" } },
                new() { Name = "row", Path = "/${rows.id}" }, new() { Name = "write", Path = "/", Method = "POST" },
            ],
            Profiles = new Dictionary<string, ProfileSettings>(),
        };

        ScenarioChecks.Of(scenario).Select(check => (check.Path, check.Status)).ShouldBe([("/open", 202)]);
    }

    private static string Today => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
