using Frostline.Delivery.Rollouts;

namespace Delivery.Tests.Rollouts;

public sealed class RevisionSuffixTests
{
    [Fact]
    public void New_IsFreshAndFitsTheLongestApp()
    {
        var suffixes = Enumerable.Range(0, 50).Select(_ => RevisionSuffix.New(TimeProvider.System)).ToList();

        suffixes.ShouldAllBe(suffix => System.Text.RegularExpressions.Regex.IsMatch(suffix, "^r[0-9a-z]{6,7}-[0-9a-f]{4}$"));
        suffixes.Distinct().Count().ShouldBeGreaterThan(45);
        (32 + 2 + suffixes.Max(suffix => suffix.Length)).ShouldBeLessThanOrEqualTo(RevisionSuffix.LongestName);
    }
}
