using Frostline.Migrations.Linting;

namespace Frostline.Migrations.Tests.Linting;

public sealed class RuleBookTests
{
    public static TheoryData<string> Rules() => [.. RuleBook.All.Select(rule => rule.Id)];

    [Theory, MemberData(nameof(Rules))]
    public void Rule_FindsItsBadSampleAndNothingInItsGoodOne(string rule)
    {
        var sample = RuleSample.All.Where(sample => sample.Rule == rule).ToList().ShouldHaveSingleItem($"rule {rule} needs one sample");
        using var bench = new Bench();

        var found = rule == "concurrent-index-corrupts" ? bench.Judge([], Operations(sample.Bad), new Version(14, 2)) : bench.Judge(sample.Bad);

        found.Findings.Select(finding => finding.Rule).ShouldContain(rule);
        bench.Judge(sample.Good).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Rules_HaveDifferentIdsAndSayEverything()
    {
        RuleBook.All.Select(rule => rule.Id).ShouldBeUnique();
        using var bench = new Bench();
        foreach (var finding in RuleSample.All.SelectMany(sample => bench.Judge(sample.Bad).Findings))
        {
            finding.Reason.ShouldEndWith(".");
            finding.Rewrite.ShouldNotBeEmpty();
        }
    }

    private static Microsoft.EntityFrameworkCore.Migrations.Operations.MigrationOperation[] Operations(string sql) =>
        [new Microsoft.EntityFrameworkCore.Migrations.Operations.SqlOperation { Sql = sql.TrimStart('!'), SuppressTransaction = true }];
}
