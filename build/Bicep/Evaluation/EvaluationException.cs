namespace Frostline.Bicep.Evaluation;

/// <summary>An expression has no value. The evaluator turns it into a diagnostic at that expression.</summary>
internal sealed class EvaluationException(string message, string code = "evaluation") : Exception(message)
{
    public string Code => code;
}
