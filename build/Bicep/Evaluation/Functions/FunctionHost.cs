namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>What functions know of the place where they are called.</summary>
/// <param name="Context">Of the whole deployment.</param>
/// <param name="Scope">Of the template the call is in.</param>
/// <param name="Directory">Of the file the call is in.</param>
internal sealed record FunctionHost(EvaluationContext Context, DeploymentScope Scope, string Directory);
