using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>The decorators of the language: what they stand before, the types they are for, the arguments they take.</summary>
internal static class DecoratorNames
{
    /// <summary>Letters of the places each may stand at, as in <see cref="PlaceOf"/>; <c>*</c> for all.</summary>
    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["allowed"] = "p", ["batchSize"] = "rm", ["description"] = "*", ["discriminator"] = "pot", ["export"] = "*", ["maxLength"] = "pot", ["maxValue"] = "pot",
        ["metadata"] = "pot", ["minLength"] = "pot", ["minValue"] = "pot", ["nullIfNotFound"] = "r", ["onlyIfNotExists"] = "rm", ["retryOn"] = "rm", ["sealed"] = "pot", ["secure"] = "pot",
        ["validate"] = "pot", ["waitUntil"] = "rm",
    };

    public static IReadOnlySet<string> All { get; } = Places.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>The code and the place when a decorator may not stand before something; null when it may.</summary>
    public static (string Code, string Place)? WrongTarget(string name, SyntaxNode target) =>
        Places[name] == "*" || PlaceOf(target) is not var (letter, code, place) || Places[name].Contains(letter, StringComparison.Ordinal) ? null : (code, place);

    /// <summary>One letter for its argument: <c>s</c>tring, <c>i</c>nt, <c>a</c>rray or <c>o</c>bject; empty for none, null when nothing is said of them.</summary>
    public static string? ArgumentOf(string name) => name switch
    {
        "allowed" => "a",
        "description" or "discriminator" => "s",
        "batchSize" or "maxLength" or "minLength" or "maxValue" or "minValue" => "i",
        "metadata" => "o",
        "export" or "sealed" or "secure" or "onlyIfNotExists" or "nullIfNotFound" => "",
        _ => null,
    };

    /// <summary>The types it can be attached to; empty for all.</summary>
    public static IReadOnlyList<string> TypesOf(string name) => name switch
    {
        "maxLength" or "minLength" => ["array", "string"],
        "maxValue" or "minValue" => ["int"],
        "secure" => ["object", "string"],
        "sealed" => ["object"],
        _ => [],
    };

    private static (char Letter, string Code, string Place)? PlaceOf(SyntaxNode target) => target switch
    {
        ParameterSyntax => ('p', "BCP125", "parameter"),
        VariableDeclarationSyntax => ('v', "BCP126", "variable"),
        ResourceSyntax => ('r', "BCP127", "resource"),
        ModuleSyntax => ('m', "BCP128", "module"),
        OutputSyntax => ('o', "BCP129", "output"),
        MetadataSyntax => ('d', "BCP269", "metadata"),
        TypeDeclarationSyntax or TypePropertySyntax or TupleItemSyntax => ('t', "BCP297", "type"),
        _ => null,
    };
}
