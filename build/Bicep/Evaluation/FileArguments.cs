namespace Frostline.Bicep.Evaluation;

/// <summary>What a file is evaluated with.</summary>
/// <param name="Scope">What it is deployed to.</param>
/// <param name="ModulePath">The modules that lead to it; empty for the main file.</param>
/// <param name="Parameters">Gives the value of a parameter, null to take its default; null when nothing is given.</param>
internal sealed record FileArguments(DeploymentScope Scope, string ModulePath, Func<string, BicepValue?>? Parameters)
{
    /// <summary>How many modules lead to it.</summary>
    public int Depth { get; init; }
}
