using System.Text.Json;

namespace Frostline.Bicep.Evaluation;

/// <summary>What only a deployment knows: the answer of a service, a key, the value of a secure parameter.</summary>
/// <param name="expression">Bicep text that says what it would be: <c>api.properties.configuration.ingress.fqdn</c>.</param>
/// <param name="isSecret">It must never be shown or given out.</param>
public sealed class SymbolicValue(string expression, bool isSecret = false) : BicepValue
{
    public string Expression => expression;

    public bool IsSecret => isSecret;

    public override string TypeName => "any";

    public override bool ContainsSymbolic => true;

    public override bool ContainsSecret => IsSecret;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteStringValue($"[{Expression}]");

    public override string ToString() => Expression;

    public override bool Equals(BicepValue? other) => other is SymbolicValue symbolic && symbolic.Expression == Expression;

    public override int GetHashCode() => Expression.GetHashCode(StringComparison.Ordinal);
}
