namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>One function of the language.</summary>
/// <param name="Name">Spelled as the language does.</param>
/// <param name="Minimum">How many arguments it takes at least.</param>
/// <param name="Maximum">How many at most.</param>
/// <param name="Returns">The type of its result: <c>string</c>, <c>int</c>, <c>bool</c>, <c>array</c>, <c>object</c> or <c>any</c>.</param>
/// <param name="Kind">When its result can be known.</param>
/// <param name="Body">What it does; null when only a deployment can do it.</param>
internal sealed record FunctionInfo(string Name, int Minimum, int Maximum, string Returns, FunctionKind Kind, Func<Arguments, BicepValue>? Body)
{
    public const int Any = int.MaxValue;

    /// <summary>Of <c>az</c>; all others are of <c>sys</c>.</summary>
    public bool IsAzure { get; init; }

    /// <summary>
    /// Without a deployment its result has a type but no value: what it answers depends on the place, on time, or is kept
    /// from the type check on purpose.
    /// </summary>
    public bool IsOpaque => IsAzure || Name is "any" or "fail" or "range" or "readEnvironmentVariable";
}

/// <summary>When the result of a function can be known.</summary>
internal enum FunctionKind
{
    /// <summary>When its arguments are known as a whole; what they hold may be symbolic.</summary>
    Shallow,

    /// <summary>When nothing in its arguments is symbolic.</summary>
    Deep,

    /// <summary>Only at deployment.</summary>
    Deployment,

    /// <summary>Only at deployment, and then it is a secret.</summary>
    Secret,

    /// <summary>Only as the default of a parameter.</summary>
    ParameterDefault,

    /// <summary>While compiling: it reads files, the arguments must be literal.</summary>
    CompileTime,
}
