namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>
/// The types that functions take, one letter for each argument: <c>s</c>tring, <c>i</c>nt, <c>b</c>ool, <c>a</c>rray, <c>o</c>bject,
/// <c>p</c> for a string, int or bool, <c>n</c> for a string or int, <c>t</c> for a string or array, <c>c</c> for what has a length,
/// <c>e</c> for that or null, <c>*</c> for anything, <c>1</c> to <c>4</c> for a lambda of one, one or two, two or three, and two parameters;
/// <c>+</c> repeats the last. Alternatives stand apart.
/// </summary>
internal static class Signatures
{
    private static readonly Dictionary<string, string[]> ByName = new(StringComparer.Ordinal)
    {
        ["base64"] = ["s"], ["base64ToJson"] = ["s"], ["base64ToString"] = ["s"], ["buildUri"] = ["o"], ["cidrHost"] = ["si"], ["cidrSubnet"] = ["sii"],
        ["concat"] = ["a+", "p+"], ["contains"] = ["os", "a*", "ss"], ["dataUriToString"] = ["s"], ["dateTimeAdd"] = ["sss"], ["dateTimeFromEpoch"] = ["i"],
        ["dateTimeToEpoch"] = ["s"], ["empty"] = ["e"], ["endsWith"] = ["ss"], ["filter"] = ["a2"], ["first"] = ["a", "s"], ["flatten"] = ["a"], ["format"] = ["s*+"],
        ["groupBy"] = ["a11"], ["guid"] = ["s+"], ["indexOf"] = ["ss", "a*"], ["int"] = ["n"], ["intersection"] = ["o+", "a+"], ["items"] = ["o"], ["join"] = ["as"],
        ["json"] = ["s"], ["last"] = ["a", "s"], ["lastIndexOf"] = ["ss", "a*"], ["length"] = ["c"], ["like"] = ["ss"], ["map"] = ["a2"], ["mapValues"] = ["o1"],
        ["max"] = ["i+", "a"], ["min"] = ["i+", "a"], ["objectKeys"] = ["o"], ["padLeft"] = ["nis"], ["parseCidr"] = ["s"], ["parseUri"] = ["s"], ["range"] = ["ii"],
        ["reduce"] = ["a*3"], ["replace"] = ["sss"], ["shallowMerge"] = ["a"], ["skip"] = ["ai", "si"], ["sort"] = ["a4"], ["split"] = ["st"], ["startsWith"] = ["ss"],
        ["substring"] = ["sii"], ["take"] = ["ai", "si"], ["toLower"] = ["s"], ["toObject"] = ["a11"], ["toUpper"] = ["s"], ["trim"] = ["s"], ["union"] = ["o+", "a+"],
        ["uniqueString"] = ["s+"], ["uri"] = ["ss"], ["uriComponent"] = ["s"], ["uriComponentToString"] = ["s"], ["utcNow"] = ["s"],
    };

    /// <summary>The first argument that no alternative takes, with the code and the message of what is wrong with it; null when all fit.</summary>
    public static (int Index, string Code, string Message)? FirstMisfit(string function, IReadOnlyList<BicepValue> arguments)
    {
        if (!ByName.TryGetValue(function, out var alternatives))
        {
            return null;
        }

        var reached = alternatives.Select(signature => Reached(signature, arguments)).ToList();
        var index = reached.Max();
        if (index == arguments.Count)
        {
            return null;
        }

        var last = alternatives.Where((_, alternative) => reached[alternative] == index).ToList();
        var wanted = string.Join(" | ", last.Select(signature => Describe(At(signature, index))));
        return (index, last.Count == 1 ? "BCP070" : "BCP048", $"{(last.Count == 1 ? "" : "Cannot resolve function overload. ")}Argument of type \"{ValueTypes.Of(arguments[index])}\" is not assignable to parameter of type \"{wanted}\".");
    }

    private static int Reached(string signature, IReadOnlyList<BicepValue> arguments)
    {
        var index = 0;
        while (index < arguments.Count && Takes(At(signature, index), arguments[index]))
        {
            index++;
        }

        return index;
    }

    private static char At(string signature, int index)
    {
        var known = signature.TrimEnd('+');
        return index < known.Length ? known[index] : signature[^1] == '+' ? known[^1] : '*';
    }

    private static bool Takes(char wanted, BicepValue value) => (wanted, value.TypeName) switch
    {
        ('*', _) or (_, "any") => true,
        ('1', "lambda") => ((LambdaValue)value).Parameters == 1,
        ('2', "lambda") => ((LambdaValue)value).Parameters is 1 or 2,
        ('3', "lambda") => ((LambdaValue)value).Parameters is 2 or 3,
        ('4', "lambda") => ((LambdaValue)value).Parameters == 2,
        ('s' or 'p' or 'n' or 't' or 'c' or 'e', "string") => true,
        ('i' or 'p' or 'n', "int") => true,
        ('b' or 'p', "bool") => true,
        ('a' or 't' or 'c' or 'e', "array") => true,
        ('o' or 'c' or 'e', "object" or "resource" or "module") => true,
        ('e', "null") => true,
        _ => value is DecimalValue,
    };

    private static string Describe(char wanted) => wanted switch
    {
        's' => "string",
        'i' => "int",
        'b' => "bool",
        'a' => "array",
        'o' => "object",
        'p' => "bool | int | string",
        'n' => "int | string",
        't' => "array | string",
        'c' or 'e' => "array | object | string",
        '1' => "any => any",
        '2' => "(any[, int]) => any",
        '3' => "(any, any[, int]) => any",
        '4' => "(any, any) => bool",
        _ => "any",
    };
}
