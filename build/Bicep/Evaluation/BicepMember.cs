namespace Frostline.Bicep.Evaluation;

/// <summary>A name with its value in an object.</summary>
/// <param name="Name">Spelled as written.</param>
/// <param name="Value">What it is worth.</param>
/// <param name="At">Where it was written; null for what no file says, such as the result of a function.</param>
public readonly record struct BicepMember(string Name, BicepValue Value, SourceSpot? At = null)
{
    /// <summary>It was written as <c>any(…)</c>: no type is held against it.</summary>
    internal bool IsUnchecked { get; init; }

    internal bool Named(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
}
