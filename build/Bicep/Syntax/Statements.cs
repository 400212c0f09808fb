namespace Frostline.Bicep.Syntax;

/// <summary><c>targetScope = 'subscription'</c>.</summary>
internal sealed class TargetScopeSyntax(DecoratorList decorators, Token keyword, Token assignment, ExpressionSyntax value) : StatementSyntax(decorators, keyword, assignment, value)
{
    public ExpressionSyntax Value { get; } = value;
}

/// <summary><c>metadata name = value</c>.</summary>
internal sealed class MetadataSyntax(DecoratorList decorators, Token keyword, Token name, Token assignment, ExpressionSyntax value) : DeclarationSyntax(decorators, name, keyword, name, assignment, value)
{
    public ExpressionSyntax Value { get; } = value;
}

/// <summary><c>param name type = default</c>.</summary>
internal sealed class ParameterSyntax(DecoratorList decorators, Token keyword, Token name, TypeSyntax type, DefaultValueSyntax? defaultValue) : DeclarationSyntax(decorators, name, keyword, name, type, defaultValue)
{
    public TypeSyntax Type { get; } = type;

    /// <summary>Null when the parameter is required or nullable.</summary>
    public ExpressionSyntax? Default { get; } = defaultValue?.Value;
}

/// <summary><c>= value</c>.</summary>
internal sealed class DefaultValueSyntax(Token assignment, ExpressionSyntax value) : SyntaxNode(assignment, value)
{
    public ExpressionSyntax Value { get; } = value;
}

/// <summary><c>param name = value</c>, in a parameters file.</summary>
internal sealed class ParameterAssignmentSyntax(DecoratorList decorators, Token keyword, Token name, Token assignment, ExpressionSyntax value) : DeclarationSyntax(decorators, name, keyword, name, assignment, value)
{
    public ExpressionSyntax Value { get; } = value;
}

/// <summary><c>var name = value</c>, <c>var name type = value</c>.</summary>
internal sealed class VariableDeclarationSyntax(DecoratorList decorators, Token keyword, Token name, TypeSyntax? type, DefaultValueSyntax value) : DeclarationSyntax(decorators, name, keyword, name, type, value)
{
    public TypeSyntax? Type { get; } = type;

    public ExpressionSyntax Value { get; } = value.Value;
}

/// <summary><c>resource name 'type@version' = …</c>, at the top or within another resource.</summary>
internal sealed class ResourceSyntax(DecoratorList decorators, Token keyword, Token name, ExpressionSyntax type, Token? existing, BodySyntax body)
    : DeclarationSyntax(decorators, name, keyword, name, type, existing, body)
{
    /// <summary>A <see cref="StringSyntax"/> when the file is valid.</summary>
    public ExpressionSyntax Type { get; } = type;

    public bool IsExisting { get; } = existing is not null;

    /// <summary>An <see cref="ObjectSyntax"/>, an <see cref="IfSyntax"/> or a <see cref="ForSyntax"/>.</summary>
    public ExpressionSyntax Value { get; } = body.Value;

    /// <summary>The object, within the loop and the condition there may be.</summary>
    public ObjectSyntax? Body => BodySyntax.Object(Value);
}

/// <summary><c>module name 'path' = …</c>.</summary>
internal sealed class ModuleSyntax(DecoratorList decorators, Token keyword, Token name, ExpressionSyntax path, BodySyntax body) : DeclarationSyntax(decorators, name, keyword, name, path, body)
{
    /// <summary>A <see cref="StringSyntax"/> when the file is valid: a relative path, <c>br:…</c>, <c>br/alias:…</c> or <c>ts:…</c>.</summary>
    public ExpressionSyntax Path { get; } = path;

    /// <summary>An <see cref="ObjectSyntax"/>, an <see cref="IfSyntax"/> or a <see cref="ForSyntax"/>.</summary>
    public ExpressionSyntax Value { get; } = body.Value;

    /// <summary>The object, within the loop and the condition there may be.</summary>
    public ObjectSyntax? Body => BodySyntax.Object(Value);
}

/// <summary><c>= { … }</c>, <c>= if (…) { … }</c>, <c>= [for … ]</c>.</summary>
internal sealed class BodySyntax(Token assignment, IReadOnlyList<Token> newLines, ExpressionSyntax value) : SyntaxNode([assignment, .. newLines, value])
{
    public ExpressionSyntax Value { get; } = value;

    public static ObjectSyntax? Object(ExpressionSyntax value)
    {
        if (value is ForSyntax loop) value = loop.Body;
        if (value is IfSyntax condition) value = condition.Body;
        return value as ObjectSyntax;
    }
}

/// <summary><c>output name type = value</c>.</summary>
internal sealed class OutputSyntax(DecoratorList decorators, Token keyword, Token name, TypeSyntax type, DefaultValueSyntax value) : DeclarationSyntax(decorators, name, keyword, name, type, value)
{
    public TypeSyntax Type { get; } = type;

    public ExpressionSyntax Value { get; } = value.Value;
}

/// <summary><c>type name = type</c>.</summary>
internal sealed class TypeDeclarationSyntax(DecoratorList decorators, Token keyword, Token name, Token assignment, TypeSyntax value) : DeclarationSyntax(decorators, name, keyword, name, assignment, value)
{
    public TypeSyntax Value { get; } = value;
}

/// <summary><c>func name(a string) string =&gt; body</c>.</summary>
internal sealed class FunctionDeclarationSyntax(DecoratorList decorators, Token keyword, Token name, ExpressionSyntax lambda) : DeclarationSyntax(decorators, name, keyword, name, lambda)
{
    /// <summary>Null when the file is not valid here.</summary>
    public LambdaSyntax? Lambda { get; } = lambda as LambdaSyntax;
}

/// <summary><c>assert name = condition</c>.</summary>
internal sealed class AssertSyntax(DecoratorList decorators, Token keyword, Token name, Token assignment, ExpressionSyntax value) : DeclarationSyntax(decorators, name, keyword, name, assignment, value)
{
    public ExpressionSyntax Value { get; } = value;
}

/// <summary><c>test name 'path' = { … }</c>.</summary>
internal sealed class TestSyntax(DecoratorList decorators, Token keyword, Token name, ExpressionSyntax path, BodySyntax body) : DeclarationSyntax(decorators, name, keyword, name, path, body)
{
    public ExpressionSyntax Path { get; } = path;

    public ExpressionSyntax Value { get; } = body.Value;
}
