namespace Frostline.Bicep.Evaluation;

/// <summary>An output of the main file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What it will be.</param>
/// <param name="At">Where it is declared.</param>
/// <param name="IsSecure">Declared with <c>@secure()</c>.</param>
public sealed record EvaluatedOutput(string Name, BicepValue Value, SourceSpot At, bool IsSecure);
