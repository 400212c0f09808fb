using System.Text.Json;

namespace LocalAzure.Resources;

/// <summary>A container app as its body asks for it, read once into types. Paths in errors are those of the body.</summary>
internal sealed record AskedApp
{
    public required string? Location { get; init; }

    public required string? EnvironmentId { get; init; }

    public required bool Multiple { get; init; }

    public required AskedIngress? Ingress { get; init; }

    public required IReadOnlyList<AskedSecret> Secrets { get; init; }

    /// <summary>Names of the secrets that hold registry passwords.</summary>
    public required IReadOnlyList<string> RegistryPasswords { get; init; }

    public required int MaxInactiveRevisions { get; init; }

    public required AskedTemplate Template { get; init; }

    /// <exception cref="ArmException">A value has the wrong type.</exception>
    public static AskedApp Read(JsonElement document)
    {
        var body = new JsonField(document, "");
        var properties = body["properties"];
        var configuration = properties["configuration"];
        return new AskedApp
        {
            Location = body["location"].Text(),
            EnvironmentId = properties["environmentId"].Text() ?? properties["managedEnvironmentId"].Text(),
            Multiple = ReadMode(configuration["activeRevisionsMode"]),
            Ingress = configuration["ingress"].Exists ? AskedIngress.Read(configuration["ingress"]) : null,
            Secrets = [.. configuration["secrets"].Items().Select(AskedSecret.Read)],
            RegistryPasswords = [.. configuration["registries"].Items().Select(registry => registry["passwordSecretRef"].Text()).OfType<string>()],
            MaxInactiveRevisions = configuration["maxInactiveRevisions"].Number() ?? 100,
            Template = AskedTemplate.Read(properties["template"]),
        };
    }

    private static bool ReadMode(JsonField mode) => mode.Text()?.ToUpperInvariant() switch
    {
        null or "SINGLE" => false,
        "MULTIPLE" => true,
        _ => throw ArmException.BadRequest(
            "ContainerAppInvalidValue", $"{mode.Path}: '{mode.Text()}' is not an active revisions mode. Give Single or Multiple.", mode.Path),
    };
}

internal sealed record AskedSecret(string Name, string? Value)
{
    public static AskedSecret Read(JsonField secret) => new(
        secret["name"].Text() ?? throw ArmException.BadRequest("ContainerAppInvalidValue", $"{secret.Path}.name: a secret needs a name."),
        secret["value"].Text());
}
