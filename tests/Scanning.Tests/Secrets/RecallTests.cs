using System.Globalization;
using System.Text;
using Frostline.Scanning.Secrets;
using Frostline.Scanning.Secrets.Rules;

namespace Scanning.Tests.Secrets;

/// <summary>How much of what is planted is found, and how much of what is found was planted.</summary>
public sealed class RecallTests(ITestOutputHelper output)
{
    [Fact]
    public void Corpus_IsFoundToNinetyFivePercent_InEveryFamily_WithAlmostNoFalseAlarm()
    {
        var planted = Corpus.Planted().Select(sample => (Sample: sample, Found: Find(sample))).ToArray();
        var traps = Corpus.Traps().Select(sample => (Sample: sample, Found: Find(sample))).ToArray();
        var table = new StringBuilder("family       planted  found  recall\n");
        foreach (var family in planted.GroupBy(entry => entry.Sample.Family))
        {
            var found = family.Count(entry => entry.Found.Count > 0);
            table.Append(CultureInfo.InvariantCulture, $"{family.Key,-12}{family.Count(),8}{found,7}{100.0 * found / family.Count(),7:0.0} %\n");
        }

        var (right, wrong) = (planted.Count(entry => entry.Found.Count > 0), traps.Sum(entry => entry.Found.Count));
        table.Append(CultureInfo.InvariantCulture, $"traps {traps.Length}, false alarms {wrong}: recall {100.0 * right / planted.Length:0.0} %, precision {100.0 * right / (right + wrong):0.0} %\n");
        foreach (var entry in planted.Where(entry => entry.Found.Count == 0))
            table.Append(CultureInfo.InvariantCulture, $"missed: {entry.Sample.Path}: {entry.Sample.Text}\n");
        foreach (var entry in traps.Where(entry => entry.Found.Count > 0))
            table.Append(CultureInfo.InvariantCulture, $"false: {entry.Sample.Path}: {string.Join(", ", entry.Found.Select(match => $"{match.Rule.Id} '{match.Value}'"))}\n");
        output.WriteLine(table.ToString());

        planted.GroupBy(entry => entry.Sample.Family).ShouldAllBe(family => family.Count(entry => entry.Found.Count > 0) >= 0.95 * family.Count(), table.ToString());
        ((double)right / (right + wrong)).ShouldBeGreaterThanOrEqualTo(0.95, table.ToString());
    }

    [Fact]
    public void EveryRule_IsMatchedInLinearTime() =>
        SecretRules.All.ShouldAllBe(rule => rule.Regex.Options.HasFlag(System.Text.RegularExpressions.RegexOptions.NonBacktracking));

    private static List<SecretMatcher.Match> Find(Sample sample)
    {
        var matches = new List<SecretMatcher.Match>();
        SecretScanner.Matcher.Find(sample.Text, sample.Path, 1, matches);
        return matches;
    }
}
