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
    /// <summary>When it was missed first, as far as that was seen.</summary>
    public ObjectiveMiss? FirstMissed { get; init; }

    public override string ToString() => Measured is not { } measured
        ? $"{Name}: nothing was measured"
        : string.Create(CultureInfo.InvariantCulture, $"{Name} is {measured:0.##} {Unit}, {(Verdict == LoadVerdict.Pass ? "below" : "not below")} {Limit:0.##} {Unit}{(FirstMissed is { } miss ? $", {miss}" : "")}");
}

/// <summary>The first piece of time, of a second or a few, that missed an objective by itself.</summary>
/// <param name="Second">Its end, since the start of the run.</param>
/// <param name="Stage">The stage it was in.</param>
public sealed record ObjectiveMiss(double Second, string Stage)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"missed first at {Second:0} s, in stage '{Stage}'");
}
