namespace Frostline.Bicep.Evaluation;

/// <summary>A value in an array.</summary>
/// <param name="Value">What it is worth.</param>
/// <param name="At">Where it was written; null for what no file says, such as the result of a function.</param>
public readonly record struct BicepItem(BicepValue Value, SourceSpot? At = null);
