using System.Globalization;
using System.Text;
using Frostline.TestRuns;

namespace Frostline.Pipeline.Testing;

/// <summary>What a person reads of a test run: failures first to be mended, then what was slow, then coverage.</summary>
internal static class TestText
{
    public static string Of(TestRunSummary summary, Paths paths)
    {
        var text = new StringBuilder();
        foreach (var failure in summary.Failures)
        {
            text.Append('\n').Append(failure.Test).Append('\n');
            if (failure.File is not null)
                text.Append(CultureInfo.InvariantCulture, $"  {failure.File}:{failure.Line}\n");
            text.Append("  ").Append(failure.Message.Trim().ReplaceLineEndings("\n  ")).Append('\n');
        }

        foreach (var project in summary.Projects.Where(project => project.Problem is not null))
            text.Append(CultureInfo.InvariantCulture, $"\n{project.Name}: {project.Problem}\n");

        text.Append("\nSlowest\n");
        foreach (var test in summary.Slowest)
            text.Append(CultureInfo.InvariantCulture, $"  {test.Seconds,6:0.00} s  {test.Test}\n");

        if (summary.LineCoverage is { } percent)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nLines covered {percent:0.0} % (gate {summary.LineGate:0} %)\n");
            foreach (var assembly in summary.Assemblies)
                text.Append(CultureInfo.InvariantCulture, $"  {assembly.Percent,5:0.0} %  {assembly.Name}\n");
            if (summary.CoverageReport is not null)
                text.Append(CultureInfo.InvariantCulture, $"  {paths.Relative(summary.CoverageReport)}\n");
        }

        return text.ToString();
    }
}
