using System.Text.Json;
using Frostline.Bicep.Types;

namespace Frostline.Bicep.Evaluation;

/// <summary>What only a deployment knows: the answer of a service, a key, the value of a secure parameter.</summary>
/// <param name="expression">Bicep text that says what it would be: <c>api.properties.configuration.ingress.fqdn</c>.</param>
/// <param name="isSecret">It must never be shown or given out.</param>
public sealed class SymbolicValue(string expression, bool isSecret = false) : BicepValue
{
    public string Expression => expression;

    public bool IsSecret => isSecret;

    public override string TypeName => Kind;

    public override bool IsSymbolic => true;

    /// <summary>Stands for an expression that has no value because of an error.</summary>
    internal static SymbolicValue Broken(string expression) => new(expression) { HasError = true };

    /// <summary>Any item of an array that is not known yet.</summary>
    internal static SymbolicValue ElementOf(BicepValue items, string name)
    {
        var shape = items is SymbolicValue { Shape: ArrayNode array } ? array.Item.Node : null;
        return new SymbolicValue(name, items.ContainsSecret) { Shape = shape, Kind = Shapes.Kind(shape) };
    }

    internal override bool IsBroken => HasError;

    private bool HasError { get; init; }

    /// <summary>What type it will have, as far as that is known; <c>any</c> when it is not.</summary>
    internal string Kind { get; init; } = "any";

    /// <summary>What it may turn out to be, when that is one of several known values.</summary>
    internal IReadOnlyList<BicepValue> Alternatives { get; init; } = [];

    /// <summary>The declared type of what a resource answers, when there is one.</summary>
    internal TypeNode? Shape { get; init; }

    /// <summary>It was read by a safe access, which gives null where there is nothing.</summary>
    internal bool MayBeMissing { get; init; }

    /// <summary>It may turn out to be null.</summary>
    internal bool IsNullable => MayBeMissing || Shapes.IsNullable(Shape);

    /// <summary>The same when it is not null.</summary>
    internal SymbolicValue WithoutNull() => IsNullable || Alternatives.Count > 0
        ? new SymbolicValue(Expression, IsSecret)
        {
            Kind = Kind == "any" ? Shapes.Kind(Shapes.WithoutNull(Shape)) : Kind,
            Shape = Shapes.WithoutNull(Shape),
            Alternatives = [.. Alternatives.Where(alternative => !alternative.IsNull).Select(alternative => alternative is SymbolicValue symbolic ? symbolic.WithoutNull() : alternative)],
            IsInterpolation = IsInterpolation,
            HasError = HasError,
        }
        : this;

    /// <summary>The expression is one interpolated string, so that another can take it in.</summary>
    internal bool IsInterpolation { get; init; }

    public override bool ContainsSymbolic => true;

    public override bool ContainsSecret => IsSecret;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteStringValue($"[{Expression}]");

    public override string ToString() => Expression;

    public override bool Equals(BicepValue? other) => other is SymbolicValue symbolic && symbolic.Expression == Expression;

    public override int GetHashCode() => Expression.GetHashCode(StringComparison.Ordinal);
}
