using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;

namespace LocalAzure.Deployments.Templates;

/// <summary>Keeps what came from secure parameters from being shown.</summary>
internal static class SecretMask
{
    private const string Hidden = "*******";

    /// <summary>The same value with every text that has a secret in it covered.</summary>
    public static JsonNode? Apply(JsonNode? value, IReadOnlyCollection<string> secrets) => value switch
    {
        JsonObject properties => new JsonObject(properties.Select(property => KeyValuePair.Create(property.Key, Apply(property.Value, secrets)))),
        JsonArray items => new JsonArray([.. items.Select(item => Apply(item, secrets))]),
        _ => Has(value, secrets) ? JsonValue.Create(Hidden) : value?.DeepClone(),
    };

    /// <summary>The same value without every property that has a secret in it: what the platform answers to GET.</summary>
    public static JsonNode? Remove(JsonNode? value, IReadOnlyCollection<string> secrets) => value switch
    {
        JsonObject properties => new JsonObject(properties.Where(property => !Has(property.Value, secrets)).Select(property => KeyValuePair.Create(property.Key, Remove(property.Value, secrets)))),
        JsonArray items => new JsonArray([.. items.Where(item => !Has(item, secrets)).Select(item => Remove(item, secrets))]),
        _ => value?.DeepClone(),
    };

    /// <summary>Very short ones hide only what equals them: a password of one letter is in every word.</summary>
    private static bool Has(JsonNode? value, IReadOnlyCollection<string> secrets) => secrets.Count > 0 && Values.IsText(value, out var text)
        && secrets.Any(secret => secret.Length < 4 ? text == secret : text.Contains(secret, StringComparison.Ordinal));
}
