namespace Frostline.Pipeline.Benchmarks;

/// <summary>One question of a benchmark that asks several, and the way to its answer.</summary>
internal abstract class BenchmarkPart
{
    /// <summary>Its figures' name in the file, and what <c>--filter</c> chooses it by.</summary>
    public abstract string Name { get; }

    /// <summary>Longest run on a machine that is ten times slower than a laptop; then it is ended.</summary>
    public virtual TimeSpan Deadline => TimeSpan.FromMinutes(30);

    public abstract Task<BenchmarkReport> MeasureAsync(BuildContext context, CancellationToken cancellation);
}
