namespace Infrastructure.Tests;

public sealed class CheckTests
{
    [Fact]
    public async Task Infrastructure_OfThisCheckout_HasNoFindingButAcceptedOnes()
    {
        var result = await Checkout.ResultAsync();

        result.Findings.Where(finding => finding.Suppression is null).Select(finding => finding.ToString()).ShouldBeEmpty();
        result.Passed.ShouldBeTrue();
    }

    [Fact]
    public async Task Snapshots_AreThePlansOfNow()
    {
        foreach (var environment in (await Checkout.ResultAsync()).Environments)
        {
            environment.HasSnapshot.ShouldBeTrue();
            environment.Changes.SelectMany(change => change.Properties.Select(property => $"{change.Resource.Name} {property}").DefaultIfEmpty($"{change.Kind} {change.Resource.Name}"))
                .ShouldBeEmpty("accept the plan with ./build.sh --target=Bicep --update-snapshots");
        }
    }

    [Fact]
    public async Task Check_RunTwice_GivesTheSame()
    {
        var again = await Checkout.CheckAsync(Checkout.Root);

        var result = await Checkout.ResultAsync();
        again.Environments.Select(environment => Frostline.Bicep.Plans.PlanFile.Write(environment.Plan))
            .ShouldBe(result.Environments.Select(environment => Frostline.Bicep.Plans.PlanFile.Write(environment.Plan)));
        again.Findings.Select(finding => finding.ToString()).ShouldBe(result.Findings.Select(finding => finding.ToString()));
    }

    [Theory]
    [InlineData("staging", 135)]
    [InlineData("production", 1165)]
    public async Task Cost_IsKnownForEveryResourceAndWithinTheBudget(string name, int budget)
    {
        var cost = (await Checkout.EnvironmentAsync(name)).Cost.ShouldNotBeNull();

        cost.Unpriced.ShouldBeEmpty();
        cost.Budget.ShouldBe(budget);
        cost.Total.ShouldBeInRange(1, budget);
    }
}
