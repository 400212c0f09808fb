namespace Frostline.Pipeline.Benchmarks.Loading;

/// <summary>Whether the load generator tells the truth, finds what became slower, keeps its plan, and what it takes beside other generators.</summary>
internal sealed class LoadTrial : PartedBenchmark
{
    public override string Name => "load";

    public override string Question => "Does the load generator tell the truth, on time, and for how much of a core?";

    protected override IReadOnlyList<BenchmarkPart> Parts { get; } = [new TruthPart(), new RegressionsPart(), new DetectorPart(), new ThroughputPart(), new SchedulePart()];
}
