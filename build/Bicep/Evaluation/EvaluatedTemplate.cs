namespace Frostline.Bicep.Evaluation;

/// <summary>The resources that a template makes for one set of parameters, modules included.</summary>
/// <param name="Resources">Sorted by module, type, name and symbol.</param>
/// <param name="Outputs">Of the main file, in its order.</param>
/// <param name="Parameters">What every parameter of the main file is, by name; secure ones symbolic.</param>
/// <param name="Diagnostics">What went wrong while evaluating; empty when all is well.</param>
public sealed record EvaluatedTemplate(
    IReadOnlyList<EvaluatedResource> Resources,
    IReadOnlyList<EvaluatedOutput> Outputs,
    IReadOnlyDictionary<string, BicepValue> Parameters,
    IReadOnlyList<Diagnostic> Diagnostics);
