namespace Frostline.Hosting.Output;

/// <summary>The final table: every task of the plan, what became of it and why.</summary>
internal static class RunTable
{
    public static IEnumerable<string> Lines(RunResult run, ConsoleProfile profile)
    {
        var rows = run.Tasks.Select(Row).Append(Total(run)).ToList();
        var name = rows.Max(row => row.Name.Length);
        var duration = rows.Append(("", "Duration", "", "")).Max(row => row.Item2.Length);
        var status = rows.Max(row => row.Status.Length);

        yield return "";
        yield return $"{"Task".PadRight(name)}  {"Duration".PadLeft(duration)}  Status";
        foreach (var row in rows)
        {
            var line = $"{row.Name.PadRight(name)}  {row.Duration.PadLeft(duration)}  ";
            yield return row.Reason.Length == 0
                ? line + profile.Paint(row.Status, Colour(row.Status))
                : line + profile.Paint(row.Status.PadRight(status), Colour(row.Status)) + "  " + row.Reason;
        }
    }

    private static (string Name, string Duration, string Status, string Reason) Row(TaskRun task) =>
        (task.Name, DurationText.Of(task.Ended - task.Started), Status(task.Outcome), task.Reason ?? "");

    private static (string Name, string Duration, string Status, string Reason) Total(RunResult run) =>
        ("Total", DurationText.Of(run.Ended - run.Started), run.ExitCode switch { 0 => "succeeded", 130 or 143 => "cancelled", _ => "failed" }, "");

    private static string Status(TaskOutcome outcome) => outcome switch
    {
        TaskOutcome.Succeeded => "succeeded",
        TaskOutcome.Failed => "failed",
        TaskOutcome.Skipped => "skipped",
        TaskOutcome.Cancelled => "cancelled",
        _ => "not reached",
    };

    private static string Colour(string status) => status switch
    {
        "succeeded" => "32",
        "failed" => "31",
        _ => "33",
    };
}
