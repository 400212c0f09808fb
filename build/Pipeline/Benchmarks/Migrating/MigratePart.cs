namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>One question about migrations, and the way to its answer.</summary>
internal abstract class MigratePart
{
    /// <summary>Its figures' name in the file.</summary>
    public abstract string Name { get; }

    public abstract Task<MigrateFigures> RunAsync(BuildContext context);
}

/// <summary>An answer.</summary>
/// <param name="Bounds">What must hold.</param>
/// <param name="Lines">What a person reads beside the bounds.</param>
/// <param name="Figures">What the file holds beside the bounds.</param>
internal sealed record MigrateFigures(IReadOnlyList<Bound> Bounds, IReadOnlyList<string> Lines, object Figures);
