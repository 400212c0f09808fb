using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAzure.Resources;

/// <summary>
/// The body of a container app in the one form it is kept in: only what a client may ask for, no nulls, no secret values, no read-only
/// properties, so that what GET answered can be sent back by PUT and changes nothing.
/// </summary>
internal sealed record AppDocument(JsonElement Content, AskedApp Asked, ImmutableDictionary<string, string> Secrets)
{
    private static readonly string[] Kept = ["location", "tags", "identity", "kind", "managedBy", "extendedLocation"];
    private static readonly string[] KeptProperties = ["environmentId", "workloadProfileName", "configuration", "template"];

    /// <param name="body">A whole body: of a PUT, or of a PATCH after it was merged.</param>
    /// <param name="existing">The app as it is; secrets that come without a value keep theirs.</param>
    public static AppDocument Read(JsonElement body, ContainerApp? existing)
    {
        body = JsonMerge.WithoutNulls(body);
        var asked = AskedApp.Read(body);
        var secrets = ReadSecrets(asked, existing);
        var document = Pick(body, Kept);
        document["location"] ??= existing is null ? null : Text(existing.Document, "location");
        if (document["location"] is null)
            throw ArmException.BadRequest("LocationRequired", "The location property is required for this definition.", "location");

        var properties = Pick(Find(body, "properties") ?? default, KeptProperties);
        properties["environmentId"] ??= asked.EnvironmentId;
        document["properties"] = properties;
        Clean(properties, asked);
        var content = JsonSerializer.SerializeToElement(document);
        return new AppDocument(content, AskedApp.Read(content) with { Ingress = asked.Ingress }, secrets);
    }

    public static JsonElement Template(JsonElement document) => document.GetProperty("properties").GetProperty("template");

    private static ImmutableDictionary<string, string> ReadSecrets(AskedApp asked, ContainerApp? existing)
    {
        var secrets = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var secret in asked.Secrets)
        {
            if (!NameRules.IsSecret(secret.Name))
            {
                throw ArmException.BadRequest(
                    "ContainerAppInvalidSecretName", $"Invalid secret name '{secret.Name}'. Use lower case letters, digits, '-' and '.', a letter or digit first and last.");
            }

            var value = secret.Value ?? existing?.Secrets.GetValueOrDefault(secret.Name)
                ?? throw ArmException.BadRequest("ContainerAppSecretInvalid", $"Invalid secret '{secret.Name}': it has no value.");
            if (!secrets.TryAdd(secret.Name, value))
                throw ArmException.BadRequest("ContainerAppSecretInvalid", $"Secret '{secret.Name}' is given more than once.");
        }

        return secrets.ToImmutable();
    }

    private static void Clean(JsonObject properties, AskedApp asked)
    {
        if (properties["template"] is not JsonObject template)
            properties["template"] = template = [];
        if (asked.Template.RevisionSuffix is null)
            template.Remove("revisionSuffix");
        if (properties["configuration"] is not JsonObject configuration)
            properties["configuration"] = configuration = [];

        configuration["activeRevisionsMode"] = asked.Multiple ? "Multiple" : "Single";
        if (asked.Secrets.Count > 0)
            configuration["secrets"] = new JsonArray([.. asked.Secrets.Select(secret => new JsonObject { ["name"] = secret.Name })]);
        if (configuration["ingress"] is not JsonObject ingress)
            return;

        ingress.Remove("fqdn");
        ingress.Remove("exposedPort");
        if (asked.Ingress!.Traffic.Count == 0)
            ingress["traffic"] = new JsonArray(new JsonObject { ["weight"] = 100, ["latestRevision"] = true });
    }

    /// <summary>The named properties, spelled as the platform does whatever the client wrote.</summary>
    private static JsonObject Pick(JsonElement source, string[] names)
    {
        var picked = new JsonObject();
        foreach (var name in names)
        {
            if (Find(source, name) is { } value)
                picked[name] = JsonMerge.ToNode(value);
        }

        return picked;
    }

    private static JsonElement? Find(JsonElement source, string name) => new JsonField(source.ValueKind == JsonValueKind.Undefined ? null : source, "")[name].Value;

    private static string? Text(JsonElement source, string name) => Find(source, name)?.GetString();
}
