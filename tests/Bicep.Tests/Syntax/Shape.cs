using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Tests.Syntax;

/// <summary>Expressions and types as bracketed words: how the parser understood them, on one line.</summary>
internal static class Shape
{
    public static string OfExpression(string text) => Of(((VariableDeclarationSyntax)Parsed($"var x = {text}").Syntax.Statements[0]).Value);

    public static string OfType(string text) => Of(((TypeDeclarationSyntax)Parsed($"type x = {text}").Syntax.Statements[0]).Value);

    private static BicepFile Parsed(string text)
    {
        var file = BicepFile.Parse("main.bicep", text);
        file.Diagnostics.ShouldBeEmpty();
        return file;
    }

    private static string Of(SyntaxElement element) => element switch
    {
        Token token => token.Text,
        IntegerSyntax or BooleanSyntax or NullSyntax => ((SyntaxNode)element).ToFullText().Trim(),
        VariableSyntax variable => variable.Name.Text,
        StringSyntax text => $"'{string.Concat(text.Segments.Zip([.. text.Expressions.Select(hole => $"<{Of(hole)}>"), ""], (segment, hole) => segment + hole))}'",
        ParenthesizedSyntax inner => Of(inner.Expression),
        UnarySyntax unary => Words(unary.Children),
        BinarySyntax binary => $"({binary.OperatorToken.Text} {Of(binary.Left)} {Of(binary.Right)})",
        TernarySyntax ternary => $"(? {Of(ternary.Condition)} {Of(ternary.WhenTrue)} {Of(ternary.WhenFalse)})",
        NonNullSyntax sure => $"(! {Of(sure.Operand)})",
        FunctionCallSyntax call => $"({call.Name.Text}! {Words(call.Arguments)})",
        MethodCallSyntax call => $"({Of(call.Receiver)}.{call.Name.Text}! {Words(call.Arguments)})",
        PropertyAccessSyntax property => $"{Of(property.Receiver)}{(property.IsSafe ? ".?" : ".")}{property.Name.Text}",
        ArrayAccessSyntax item => $"{Of(item.Receiver)}[{(item.IsSafe ? "?" : "")}{(item.FromEnd ? "^" : "")}{Of(item.Index)}]",
        ResourceAccessSyntax nested => $"{Of(nested.Receiver)}::{nested.Name.Text}",
        LambdaSyntax lambda => $"({string.Join(",", lambda.Variables.Select(variable => variable.Name.Text))} => {Of(lambda.Body)})",
        ForSyntax loop => $"[for {loop.Item?.Name.Text},{loop.Index?.Name.Text} in {Of(loop.Items)}: {Of(loop.Body)}]",
        ObjectSyntax body => $"{{{Words(body.Members)}}}",
        ObjectPropertySyntax property => $"{Of(property.Key)}={Of(property.Value)}",
        SpreadSyntax spread => $"...{Of(spread.Expression)}",
        ArraySyntax array => $"[{Words(array.Items)}]",
        TypeNameSyntax name => name.Name.Text,
        LiteralTypeSyntax literal => Of(literal.Literal),
        NullableTypeSyntax nullable => $"(? {Of(nullable.Type)})",
        NonNullTypeSyntax sure => $"(! {Of(sure.Type)})",
        ArrayTypeSyntax array => $"({Of(array.Item)} [])",
        UnionTypeSyntax union => $"(| {Words(union.Members)})",
        ParenthesizedTypeSyntax inner => Of(inner.Type),
        ParameterizedTypeSyntax generic => $"{Of(generic.Name)}<{Words(generic.Arguments)}>",
        TypeAccessSyntax part => part.IsItem ? $"{Of(part.Receiver)}[{Of(part.Selector)}]" : $"{Of(part.Receiver)}.{Of(part.Selector)}",
        ObjectTypeSyntax type => $"{{{Words(type.Properties)}}}",
        TypePropertySyntax property => $"{Of(property.Key)}:{Of(property.Type)}",
        TupleTypeSyntax tuple => $"[{Words(tuple.Items.Select(item => item.Type))}]",
        _ => throw new ArgumentOutOfRangeException(nameof(element), element.GetType().Name),
    };

    private static string Words(IEnumerable<SyntaxElement> elements) => string.Join(' ', elements.Select(Of));
}
