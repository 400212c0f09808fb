using System.Globalization;
using System.Text;

namespace Frostline.LoadTesting.Reports;

/// <summary>A result for a job's summary.</summary>
internal static class MarkdownSummary
{
    public static string Of(LoadResult result)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## Load test {result.Scenario}: {result.Verdict.ToString().ToLowerInvariant()}\n\n{string.Concat(result.Reasons.Select(reason => $"* {reason}\n"))}\n");
        text.Append("| request | count | /s | errors | p50 | p95 | p99 | p99.9 | max ms |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var request in result.Requests.Append(result.Total))
            text.Append(CultureInfo.InvariantCulture,
                $"| {request.Name} | {request.Count} | {request.Rate:0.0} | {request.Failed} | {request.Response.P50:0.0} | {request.Response.P95:0.0} | {request.Response.P99:0.0} | {request.Response.P999:0.0} | {request.Response.Max:0.0} |\n");
        return text.Append(CultureInfo.InvariantCulture, $"\nProfile {result.Profile}, {result.Seconds:0} s against {result.Target}; {result.Machine}.\n").ToString();
    }
}
