using System.Globalization;

namespace Frostline.Pipeline.Benchmarks;

/// <summary>A figure and what it must not miss.</summary>
/// <param name="Figure">What was measured.</param>
/// <param name="Measured">Null when it could not be.</param>
/// <param name="Least">The least it may be, or null.</param>
/// <param name="Most">The most it may be, or null.</param>
internal sealed record Bound(string Figure, double? Measured, double? Least, double? Most)
{
    /// <summary>Null when nothing was measured: that is never a pass.</summary>
    public bool? Holds => Measured is not { } measured ? null : !(measured < Least) && !(measured > Most);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"  {Figure,-58} {Measured,9:0.###}   {(Least is { } least ? $"at least {least:0.###}" : $"at most {Most:0.###}"),-16}  {Holds switch { true => "holds", false => "does not hold", null => "not measured" }}");
}
