namespace Frostline.Bicep.Syntax;

/// <summary>Loops, lambdas and spreads stand only in some places; which can be told when the tree around them is there.</summary>
internal static class Placement
{
    public static void Check(SyntaxNode node, DiagnosticBag diagnostics)
    {
        switch (node)
        {
            case ForSyntax loop:
                CheckLoop(loop, diagnostics);
                break;
            case LambdaSyntax { ReturnType: null } lambda when !IsArgument(lambda):
                diagnostics.Error(lambda.Span, "BCP242", "Lambda functions may only be specified directly as function arguments.");
                break;
            case SpreadSyntax { Parent: ObjectSyntax holder } spread when IsNamed(holder):
                diagnostics.Error(spread.Span, "BCP401", "The spread operator \"...\" is not permitted in this location.");
                break;
            case SpreadSyntax { Parent: ObjectSyntax holder } spread when holder.Properties.Any(property => property.Value is ForSyntax):
                diagnostics.Error(spread.Span, "BCP417", "The spread operator \"...\" cannot be used inside objects with property for-expressions.");
                break;
        }
    }

    private static bool IsArgument(SyntaxNode node)
    {
        var holder = node.Parent;
        while (holder is ParenthesizedSyntax) holder = holder.Parent;
        return holder is CallArguments or SkippedSyntax;
    }

    private static void CheckLoop(ForSyntax loop, DiagnosticBag diagnostics)
    {
        var keyword = loop.Children.OfType<Token>().First(token => token.Kind is not (TokenKind.LeftBracket or TokenKind.NewLine)).Span;
        if (!MayLoop(loop))
        {
            diagnostics.Error(keyword, "BCP138", "For-expressions are not supported in this context. For-expressions may be used as values of resource, module, variable, and output declarations, or values of resource and module properties.");
        }
        else if (loop.Parent is ObjectPropertySyntax { KeyText: null } property)
        {
            diagnostics.Error(property.Key.Span, "BCP143", "For-expressions cannot be used with properties whose names are also expressions.");
        }
        else if (loop.Parent is ObjectPropertySyntax && IsWithinPropertyLoop(loop))
        {
            diagnostics.Error(keyword, "BCP142", "Property value for-expressions cannot be nested.");
        }
    }

    private static bool MayLoop(ForSyntax loop) => loop.Parent switch
    {
        BodySyntax or ParameterAssignmentSyntax => true,
        DefaultValueSyntax value => value.Parent is VariableDeclarationSyntax or OutputSyntax,
        ObjectPropertySyntax => loop.Ancestor<StatementSyntax>() is ResourceSyntax or ModuleSyntax,
        _ => false,
    };

    private static bool IsWithinPropertyLoop(ForSyntax loop)
    {
        for (SyntaxNode? above = loop.Parent; above is not (null or StatementSyntax); above = above.Parent)
        {
            if (above is ForSyntax { Parent: ObjectPropertySyntax }) return true;
        }

        return false;
    }

    /// <summary>Whether the members of an object must be known by name: the bodies of resources and modules, a module's parameters, an extension's configuration.</summary>
    private static bool IsNamed(ObjectSyntax node) => node.Parent switch
    {
        ObjectPropertySyntax { KeyText: "params", Parent: ObjectSyntax body } => IsBody(body) && body.Ancestor<StatementSyntax>() is ModuleSyntax,
        WithSyntax => true,
        _ => IsBody(node),
    };

    private static bool IsBody(ObjectSyntax node)
    {
        var holder = node.Parent;
        if (holder is IfSyntax) holder = holder.Parent;
        if (holder is ForSyntax) holder = holder.Parent;
        return holder is BodySyntax;
    }
}
