namespace Frostline.Bicep.Evaluation;

/// <summary>The template is valid but too large to evaluate; nothing more is tried.</summary>
internal sealed class EvaluationLimitException(string message) : Exception(message);
