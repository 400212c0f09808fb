using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Testing;

namespace Contract.Tests.Stories;

/// <summary>The failure stories of the research, by the numbers in the names of their tests.</summary>
public sealed partial class ToldStories
{
    private const int Stories = 22;

    [Fact, Trait("Figures", "rollout")]
    public void Stories_AreEachToldByATest()
    {
        var told = typeof(ToldStories).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null && method.Name.StartsWith("Story", StringComparison.Ordinal))
            .SelectMany(method => Numbers().Matches(method.Name.Split('_')[0])).Select(number => int.Parse(number.Value, CultureInfo.InvariantCulture));

        told.Distinct().Order().ShouldBe(Enumerable.Range(1, Stories));

        Figures.Record("failure stories of the research that end well, a test each", Stories, "stories", $"{Stories}");
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
