namespace Frostline.Bicep.Binding;

/// <summary>Functions of ARM's template language that Bicep has its own syntax for.</summary>
internal static class UnsupportedFunctions
{
    private static readonly Dictionary<string, string> Operators = new(StringComparer.Ordinal)
    {
        ["add"] = "+", ["sub"] = "-", ["mul"] = "*", ["div"] = "/", ["mod"] = "%", ["less"] = "<", ["lessOrEquals"] = "<=",
        ["greater"] = ">", ["greaterOrEquals"] = ">=", ["equals"] = "==", ["not"] = "!", ["and"] = "&&", ["or"] = "||",
    };

    /// <summary>The code and the remedy for a function that is not to be called; null for all others.</summary>
    public static (string Code, string Remedy)? Find(string name) => name switch
    {
        "variables" => ("BCP060", "Directly reference variables by their symbolic names."),
        "parameters" => ("BCP061", "Directly reference parameters by their symbolic names."),
        "if" => ("BCP100", "Use the \"?:\" (ternary conditional) operator instead."),
        "createArray" => ("BCP101", "Construct an array literal using []."),
        "createObject" => ("BCP102", "Construct an object literal using {}."),
        _ => Operators.TryGetValue(name, out var sign) ? ("BCP069", $"Use the \"{sign}\" operator instead.") : null,
    };
}
