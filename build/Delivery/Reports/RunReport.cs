using System.Text;
using System.Text.Json;

namespace Frostline.Delivery.Reports;

/// <summary>What a run of the pipeline did; kept as <c>artifacts/run/report.json</c> and <c>report.md</c>.</summary>
public sealed record RunReport
{
    /// <summary>The target that was asked for.</summary>
    public required string Target { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    /// <summary>0 done, 1 a task failed, 2 usage or settings, 3 refused, 130 and 143 cancelled.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The error that ended the run, or null.</summary>
    public string? Error { get; init; }

    public string? Environment { get; init; }

    /// <summary>Version of the release, or null when the run had none.</summary>
    public string? Release { get; init; }

    /// <summary>Where the services answer, by name.</summary>
    public IReadOnlyDictionary<string, Uri> Urls { get; init; } = new Dictionary<string, Uri>();

    public required IReadOnlyList<TaskReport> Tasks { get; init; }

    public IReadOnlyList<EvidenceSection> Evidence { get; init; } = [];

    /// <summary>The report as JSON with a line feed at its end.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DeliveryJson.Options) + "\n";

    /// <summary>Writes <c>report.json</c> and <c>report.md</c> into the folder, each whole or not at all.</summary>
    public async Task WriteAsync(string folder, CancellationToken cancellation)
    {
        await AtomicFile.WriteAsync(Path.Combine(folder, "report.json"), Encoding.UTF8.GetBytes(ToJson()), cancellation);
        await AtomicFile.WriteAsync(Path.Combine(folder, "report.md"), Encoding.UTF8.GetBytes(ToMarkdown()), cancellation);
    }

    /// <summary>The report as Markdown, fit for a pull request's or a run's summary.</summary>
    public string ToMarkdown() => MarkdownReport.Render(this);
}

/// <summary>How a task ended.</summary>
public enum TaskState
{
    Succeeded,
    Failed,

    /// <summary>Not needed, or a task it needs failed; the reason tells.</summary>
    Skipped,
    Cancelled,

    /// <summary>The run ended before its turn.</summary>
    NotReached,
}

/// <summary>One task of a run.</summary>
/// <param name="Name">The task.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Start">When it started, or null when it never did.</param>
/// <param name="End">When it ended, or null when it never started.</param>
/// <param name="Reason">Why it was skipped or failed, or null.</param>
public sealed record TaskReport(string Name, TaskState Status, DateTimeOffset? Start, DateTimeOffset? End, string? Reason);
