using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Frostline.Delivery.Reports;

internal static class MarkdownReport
{
    public static string Render(RunReport report)
    {
        var text = new StringBuilder();
        var result = report.ExitCode == 0 ? "done" : $"exit code {report.ExitCode}";
        text.Append(Line($"# {report.Target}: {result} in {Seconds(report.End - report.Start)}\n\n"));
        if (report.Error is not null)
            text.Append(Line($"> {report.Error.ReplaceLineEndings("\n> ")}\n\n"));
        if (report.Environment is not null)
            text.Append(Line($"Environment **{report.Environment}**{(report.Release is null ? "" : $", release **{report.Release}**")}\n\n"));
        foreach (var (service, url) in report.Urls)
            text.Append(Line($"* {service}: <{url}>\n"));
        if (report.Urls.Count > 0)
            text.Append('\n');
        text.Append("| task | result | start | time | reason |\n|---|---|---|---|---|\n");
        foreach (var task in report.Tasks)
            text.Append(Row(report, task));
        foreach (var section in report.Evidence)
            text.Append(Section(section));
        return text.ToString();
    }

    private static string Row(RunReport report, TaskReport task)
    {
        var start = task.Start is { } at ? $"+{Seconds(at - report.Start)}" : "";
        var time = task is { Start: { } from, End: { } to } ? Seconds(to - from) : "";
        return $"| {task.Name} | {JsonNamingPolicy.CamelCase.ConvertName(task.Status.ToString())} | {start} | {time} | {Cell(task.Reason)} |\n";
    }

    private static string Section(EvidenceSection section)
    {
        var longest = section.Lines.Select(BackticksAtStart).DefaultIfEmpty(0).Max();
        var fence = new string('`', Math.Max(3, longest + 1));
        return $"\n<details><summary>{section.Title.Replace("<", "&lt;", StringComparison.Ordinal)}</summary>\n\n{fence}\n{string.Join('\n', section.Lines)}\n{fence}\n\n</details>\n";
    }

    private static int BackticksAtStart(string line) => line.TrimStart().TakeWhile(letter => letter == '`').Count();

    private static string Cell(string? text) =>
        (text ?? "").ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
