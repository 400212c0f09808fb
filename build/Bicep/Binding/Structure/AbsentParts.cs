using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Structure;

/// <summary>Reading what a condition may have left out.</summary>
internal static class AbsentParts
{
    private static readonly string[] AlwaysThere = ["id", "name", "type", "apiVersion"];

    public static void Report(FileModel model)
    {
        foreach (var node in Nodes.Within(model.Syntax))
        {
            switch (node)
            {
                case PropertyAccessSyntax { IsSafe: false, Name.IsMissing: false } access when Conditional(model, access.Receiver) is { } symbol && !IsKnown(symbol, access.Name.Text) && !IsOwn(access, symbol):
                    model.Warn(
                        "BCP318",
                        $"The value of type \"{TypeOf(symbol)} | null\" may be null at the start of the deployment, which would cause this access expression (and the overall deployment with it) to fail.",
                        TextSpan.Between(access.Receiver.Span.End, access.Span.End));
                    break;
                case MethodCallSyntax call when Conditional(model, call.Receiver) is { } symbol:
                    model.Warn("BCP422", $"A resource of type \"{TypeOf(symbol)} | null\" may or may not exist when this function is called, which could cause the deployment to fail.", call.Name.Span);
                    break;
                case ArrayAccessSyntax { IsSafe: true } access when model.SymbolOf(access.Receiver) is ResourceSymbol { IsLoop: true } or ModuleSymbol { IsLoop: true }:
                    model.Error("BCP323", "The `[?]` (safe dereference) operator may not be used on resource or module collections.", access.Span);
                    break;
            }
        }
    }

    /// <summary>The resource or module, or a turn of its loop, when a condition may leave it out.</summary>
    private static DeclaredSymbol? Conditional(FileModel model, ExpressionSyntax receiver) => receiver switch
    {
        ParenthesizedSyntax inner => Conditional(model, inner.Expression),
        ArrayAccessSyntax access => model.SymbolOf(access.Receiver) is DeclaredSymbol symbol and (ResourceSymbol { IsLoop: true } or ModuleSymbol { IsLoop: true }) && IsConditional(symbol) ? symbol : null,
        VariableSyntax or ResourceAccessSyntax => model.SymbolOf(receiver) is DeclaredSymbol symbol and (ResourceSymbol { IsLoop: false } or ModuleSymbol { IsLoop: false }) && IsConditional(symbol) ? symbol : null,
        _ => null,
    };

    private static bool IsConditional(DeclaredSymbol symbol) => symbol switch
    {
        ModuleSymbol module => IsConditional(module.Syntax.Value),
        ResourceSymbol resource => IsConditional(resource.Syntax.Value) || resource.Decorator("nullIfNotFound") is not null || (resource.Container is { } container && IsConditional(container)),
        _ => false,
    };

    private static bool IsConditional(ExpressionSyntax value) => (value is ForSyntax loop ? loop.Body : value) is IfSyntax { Condition: var condition } && Unwrapped(condition) is not BooleanSyntax { Value: true };

    private static ExpressionSyntax Unwrapped(ExpressionSyntax expression) => expression is ParenthesizedSyntax inner ? Unwrapped(inner.Expression) : expression;

    private static bool IsKnown(DeclaredSymbol symbol, string property) => symbol is ModuleSymbol ? property == "name" : AlwaysThere.Contains(property);

    private static bool IsOwn(SyntaxNode access, DeclaredSymbol symbol)
    {
        SyntaxNode? declaration = symbol switch { ResourceSymbol resource => resource.Syntax, ModuleSymbol module => module.Syntax, _ => null };
        for (SyntaxElement? above = access; above is not null; above = above.Parent)
        {
            if (above == declaration)
            {
                return true;
            }
        }

        return false;
    }

    private static string TypeOf(DeclaredSymbol symbol) => symbol is ResourceSymbol resource ? resource.Type : "module";
}
