using Frostline.Bicep.Binding;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Evaluation;

/// <summary><c>az.getSecret(subscription, group, vault, name, version)</c> in a parameters file: the deployment reads the secret, nobody here does.</summary>
internal static class SecretReference
{
    /// <summary>What a deployment takes in the place of a value; null of any other expression, and where a part is not known.</summary>
    public static ObjectValue? Of(FileInstance file, ExpressionSyntax expression)
    {
        var texts = Arguments(file.Model, expression).Select(argument => file.Evaluate(argument, null).AsString()).ToList();
        if (texts.Count is < 4 or > 5 || texts.Contains(null))
        {
            return null;
        }

        var vault = DeploymentScope.ResourceId(new DeploymentScope(ScopeKind.ResourceGroup, texts[0], texts[1]).Id, "Microsoft.KeyVault/vaults", [texts[2]!]);
        var reference = new List<BicepMember> { new("keyVault", new ObjectValue([new("id", new StringValue(vault))])), new("secretName", new StringValue(texts[3]!)) };
        if (texts.Count == 5)
        {
            reference.Add(new("secretVersion", new StringValue(texts[4]!)));
        }

        return new ObjectValue([new("reference", new ObjectValue(reference))]);
    }

    private static IReadOnlyList<ExpressionSyntax> Arguments(FileModel model, ExpressionSyntax expression) => expression switch
    {
        ParenthesizedSyntax inner => Arguments(model, inner.Expression),
        FunctionCallSyntax { Name.Text: "getSecret" } call when model.SymbolOf(call) is null => call.Arguments,
        MethodCallSyntax { Name.Text: "getSecret", Receiver: VariableSyntax { Name.Text: "az" } } call => call.Arguments,
        _ => [],
    };
}
