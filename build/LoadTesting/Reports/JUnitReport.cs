using System.Globalization;
using System.Xml.Linq;
using Frostline.LoadTesting.Verdicts;

namespace Frostline.LoadTesting.Reports;

/// <summary>A result as a suite of tests: one for each objective, for the baseline, for the generator itself, and for a run that was cut short or searched.</summary>
internal static class JUnitReport
{
    public static string Of(LoadResult result)
    {
        List<XElement> cases =
        [
            Case("generator kept to its plan", result.Valid ? LoadVerdict.Pass : LoadVerdict.Inconclusive, string.Join("; ", result.InvalidBecause)),
            .. result.Objectives.Select(objective => Case($"objective {objective.Name}", objective.Verdict, objective.ToString())),
            .. result.Baseline is { } baseline ? [Case($"baseline {baseline.Name}", VerdictOf(baseline.Change), string.Join("; ", baseline.Reasons))] : Array.Empty<XElement>(),
            .. result.Knee is not null ? [Case("search for the knee", result.Verdict, result.Reasons[0])]
                : result.EndedEarly is { } early ? [Case("run to its end", result.Verdict, ResultOf.EndedEarly(early))] : Array.Empty<XElement>(),
            .. result.Leaks?.Select(leak => Case($"leak {leak.Series}", leak.Verdict, leak.Reason)) ?? [],
        ];
        var suite = new XElement("testsuite",
            new XAttribute("name", $"LoadTest.{result.Scenario}"), new XAttribute("tests", cases.Count), new XAttribute("failures", cases.Count(test => test.Element("failure") is not null)),
            new XAttribute("skipped", cases.Count(test => test.Element("skipped") is not null)), new XAttribute("time", result.Seconds.ToString("0.000", CultureInfo.InvariantCulture)), cases);
        return new XDocument(new XElement("testsuites", suite)).ToString() + "\n";
    }

    private static XElement Case(string name, LoadVerdict verdict, string message) => new(
        "testcase", new XAttribute("name", name), new XAttribute("classname", "LoadTest"),
        verdict == LoadVerdict.Pass ? null : new XElement(verdict == LoadVerdict.Fail ? "failure" : "skipped", new XAttribute("message", message)));

    private static LoadVerdict VerdictOf(Change change) => change switch
    {
        Change.Regressed => LoadVerdict.Fail,
        Change.Inconclusive => LoadVerdict.Inconclusive,
        _ => LoadVerdict.Pass,
    };
}
