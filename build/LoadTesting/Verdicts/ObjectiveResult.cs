using System.Globalization;

namespace Frostline.LoadTesting.Verdicts;

/// <summary>One objective and what was measured.</summary>
/// <param name="Name"><c>p95</c>, <c>average</c> or <c>errors</c>.</param>
/// <param name="Unit">Of both figures.</param>
/// <param name="Limit">What must not be reached.</param>
/// <param name="Measured">Null when there was nothing to measure.</param>
/// <param name="Verdict">Whether it holds.</param>
public sealed record ObjectiveResult(string Name, string Unit, double Limit, double? Measured, LoadVerdict Verdict)
{
    public override string ToString() => Measured is not { } measured
        ? $"{Name}: nothing was measured"
        : string.Create(CultureInfo.InvariantCulture, $"{Name} is {measured:0.##} {Unit}, {(Verdict == LoadVerdict.Pass ? "below" : "not below")} {Limit:0.##} {Unit}");
}
