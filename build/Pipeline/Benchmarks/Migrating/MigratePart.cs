namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>One question about migrations, and the way to its answer.</summary>
internal abstract class MigratePart
{
    /// <summary>Its figures' name in the file.</summary>
    public abstract string Name { get; }

    public abstract Task<BenchmarkReport> MeasureAsync(BuildContext context);
}
