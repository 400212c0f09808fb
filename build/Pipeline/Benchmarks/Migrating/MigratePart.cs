namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>One question about migrations, and the way to its answer.</summary>
internal abstract class MigratePart
{
    /// <summary>Its figures' name in the file, and what <c>--filter</c> chooses it by.</summary>
    public abstract string Name { get; }

    /// <summary>Longest run on a machine that is ten times slower than a laptop; then it is ended.</summary>
    public virtual TimeSpan Deadline => TimeSpan.FromMinutes(30);

    public abstract Task<BenchmarkReport> MeasureAsync(BuildContext context, CancellationToken cancellation);
}
