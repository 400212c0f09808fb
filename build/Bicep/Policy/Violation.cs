namespace Frostline.Bicep.Policy;

/// <summary>Where a resource breaks a rule.</summary>
/// <param name="Path">In the body of the resource; of what is missing, the place where it belongs.</param>
/// <param name="Fact">What was found there, as the end of a sentence that begins with the path.</param>
internal sealed record Violation(string Path, string Fact);
