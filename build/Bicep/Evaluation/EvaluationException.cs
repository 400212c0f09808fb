using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Evaluation;

/// <summary>An expression has no value. The evaluator turns it into a diagnostic at that expression.</summary>
internal sealed class EvaluationException(string message, string code = EvaluationException.OfValues) : Exception(message)
{
    /// <summary>The code of what only these values make wrong, not their types: of a sum that is too large, a date that is none.</summary>
    public const string OfValues = "evaluation";

    public string Code => code;

    /// <summary>The part of the expression that is to blame; null: all of it.</summary>
    public SyntaxElement? At { get; init; }

    /// <summary>Only the type data of a provider say so.</summary>
    public bool IsOfTypeData { get; init; }

    /// <summary>The argument of the call that is to blame, counted from 0.</summary>
    public int? Argument { get; init; }
}
