namespace Frostline.Pipeline.Benchmarks;

/// <summary>A benchmark's answer.</summary>
/// <param name="Bounds">What must hold; none where the answer is only looked at.</param>
/// <param name="Lines">What a person reads beside the bounds.</param>
/// <param name="Figures">What the file holds beside the bounds.</param>
internal sealed record BenchmarkReport(IReadOnlyList<Bound> Bounds, IReadOnlyList<string> Lines, object Figures);
