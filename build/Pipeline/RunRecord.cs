using System.Collections.Concurrent;
using Frostline.Delivery.Reports;
using Frostline.TestRuns;

namespace Frostline.Pipeline;

/// <summary>What the tasks of this run have to tell; a sink: written by tasks, read by the report alone.</summary>
public sealed class RunRecord
{
    private readonly ConcurrentQueue<EvidenceSection> evidence = new();
    private readonly ConcurrentQueue<TestRunSummary> testRuns = new();
    private readonly ConcurrentDictionary<string, Uri> urls = new();

    public string? Environment { get; set; }

    public string? Release { get; set; }

    public IReadOnlyDictionary<string, Uri> Urls => urls;

    public IReadOnlyList<EvidenceSection> Evidence => [.. evidence];

    public IReadOnlyList<TestRunSummary> TestRuns => [.. testRuns];

    public void Add(TestRunSummary summary) => testRuns.Enqueue(summary);

    public void Add(IEnumerable<EvidenceSection> sections)
    {
        foreach (var section in sections)
            evidence.Enqueue(section);
    }

    public void Add(IEnumerable<KeyValuePair<string, Uri>> addresses)
    {
        foreach (var (service, url) in addresses)
            urls[service] = url;
    }
}
