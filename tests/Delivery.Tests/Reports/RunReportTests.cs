using Frostline.Delivery.Reports;
using Testing;

namespace Delivery.Tests.Reports;

public sealed class RunReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly RunReport Failed = new()
    {
        Target = "DeployStaging",
        Start = Start,
        End = Start.AddSeconds(12.34),
        ExitCode = 1,
        Error = "web: 'shop-web--r1' was not ready.\n'shop-web--r0' still serves 100 %.",
        Environment = "staging",
        Release = "2026.11.20-1a2b3c4d",
        Urls = new Dictionary<string, Uri> { ["api"] = new("http://127.0.0.1:5001/") },
        Tasks =
        [
            new("Compile", TaskState.Succeeded, Start.AddSeconds(0.1), Start.AddSeconds(4.6), null),
            new("DeployStaging", TaskState.Failed, Start.AddSeconds(5), Start.AddSeconds(12), "not ready | see below"),
            new("Verify", TaskState.Skipped, null, null, "skipped because DeployStaging failed"),
        ],
        Evidence = [new("web: last 100 lines of <shop-web--r1>", ["starting", "```", "<b>not</b> ready"])],
    };

    [Fact]
    public void Markdown_OfAFailedRun_TellsTheStory() => Golden.Matches(Failed.ToMarkdown(), "report.md");

    [Fact]
    public void Json_OfAFailedRun_IsForPrograms() => Golden.Matches(Failed.ToJson(), "report.json");
}
