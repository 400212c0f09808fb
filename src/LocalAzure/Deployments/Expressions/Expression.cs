using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

/// <summary>A part of the template language between <c>[</c> and <c>]</c>.</summary>
internal abstract record Expression
{
    /// <summary>This part and every part inside it.</summary>
    public abstract IEnumerable<Expression> Parts();
}

internal sealed record LiteralExpression(JsonNode? Value) : Expression
{
    public override IEnumerable<Expression> Parts() => [this];
}

/// <param name="Name">As written; functions of the template's own carry their namespace: <c>contoso.name</c>.</param>
internal sealed record CallExpression(string Name, IReadOnlyList<Expression> Arguments) : Expression
{
    public override IEnumerable<Expression> Parts() => Arguments.SelectMany(argument => argument.Parts()).Prepend(this);
}

/// <summary><c>target.name</c>, <c>target['name']</c> and <c>target[0]</c> are one thing.</summary>
internal sealed record AccessExpression(Expression Target, Expression Key) : Expression
{
    public override IEnumerable<Expression> Parts() => Target.Parts().Concat(Key.Parts()).Prepend(this);
}
