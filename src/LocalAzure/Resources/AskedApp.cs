using System.Text.Json;
using LocalAzure.Revisions;

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

internal sealed record AskedIngress(bool External, int? TargetPort, int? ExposedPort, IReadOnlyList<AskedTraffic> Traffic, bool Sticky)
{
    public static AskedIngress Read(JsonField ingress) => new(
        ingress["external"].Flag() ?? false,
        ingress["targetPort"].Number(),
        ingress["exposedPort"].Number(),
        [.. ingress["traffic"].Items().Select(AskedTraffic.Read)],
        string.Equals(ingress["stickySessions"]["affinity"].Text(), "sticky", StringComparison.OrdinalIgnoreCase));
}

internal sealed record AskedTraffic(string? RevisionName, bool LatestRevision, int Weight, string? Label, string Path)
{
    public static AskedTraffic Read(JsonField traffic) => new(
        traffic["revisionName"].Text() is { Length: > 0 } name ? name : null,
        traffic["latestRevision"].Flag() ?? false,
        traffic["weight"].Number() ?? 0,
        traffic["label"].Text() is { Length: > 0 } label ? label : null,
        traffic.Path);
}

internal sealed record AskedTemplate
{
    public required string? RevisionSuffix { get; init; }

    public required IReadOnlyList<AskedContainer> Containers { get; init; }

    public required int? MinReplicas { get; init; }

    public required int MaxReplicas { get; init; }

    public required int TerminationGracePeriodSeconds { get; init; }

    public static AskedTemplate Read(JsonField template) => new()
    {
        RevisionSuffix = template["revisionSuffix"].Text() is { Length: > 0 } suffix ? suffix : null,
        Containers = [.. template["containers"].Items().Select(AskedContainer.Read)],
        MinReplicas = template["scale"]["minReplicas"].Number(),
        MaxReplicas = template["scale"]["maxReplicas"].Number() ?? 10,
        TerminationGracePeriodSeconds = template["terminationGracePeriodSeconds"].Number() ?? 30,
    };
}

internal sealed record AskedContainer
{
    public required string? Name { get; init; }

    public required string? Image { get; init; }

    public required IReadOnlyList<string> Command { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required IReadOnlyList<AskedVariable> Environment { get; init; }

    public required IReadOnlyList<ProbeSpec> Probes { get; init; }

    public required decimal Cpu { get; init; }

    /// <summary>As given, such as <c>1Gi</c>.</summary>
    public required string Memory { get; init; }

    public static AskedContainer Read(JsonField container) => new()
    {
        Name = container["name"].Text(),
        Image = container["image"].Text(),
        Command = [.. container["command"].Items().Select(item => item.Text() ?? "")],
        Arguments = [.. container["args"].Items().Select(item => item.Text() ?? "")],
        Environment = [.. container["env"].Items().Select(AskedVariable.Read)],
        Probes = [.. container["probes"].Items().Select(AskedProbe.Read)],
        Cpu = container["resources"]["cpu"].Fraction() ?? 0.5m,
        Memory = container["resources"]["memory"].Text() ?? "1Gi",
    };
}

internal sealed record AskedVariable(string Name, string? Value, string? SecretRef)
{
    public static AskedVariable Read(JsonField variable) => new(
        variable["name"].Text() ?? throw ArmException.BadRequest("ContainerAppInvalidValue", $"{variable.Path}.name: an environment variable needs a name."),
        variable["value"].Text(),
        variable["secretRef"].Text() is { Length: > 0 } secret ? secret : null);
}

/// <summary>A probe of the body, straight into what the revisions understand; the platform's defaults fill what is absent.</summary>
internal static class AskedProbe
{
    public static ProbeSpec Read(JsonField probe)
    {
        var http = probe["httpGet"];
        return new ProbeSpec(ReadKind(probe["type"]))
        {
            Path = http.Exists ? http["path"].Text() ?? "/" : null,
            Headers = http["httpHeaders"].Items().ToDictionary(
                header => header["name"].Text() ?? "", header => header["value"].Text() ?? "", StringComparer.OrdinalIgnoreCase),
            InitialDelay = Seconds(probe["initialDelaySeconds"], 0, 60),
            Period = Seconds(probe["periodSeconds"], 10, 240),
            Timeout = Seconds(probe["timeoutSeconds"], 1, 240),
            FailureThreshold = probe["failureThreshold"].Number() ?? 3,
            SuccessThreshold = probe["successThreshold"].Number() ?? 1,
        };
    }

    private static ProbeKind ReadKind(JsonField type) => Enum.TryParse<ProbeKind>(type.Text(), ignoreCase: true, out var kind)
        ? kind
        : throw ArmException.BadRequest(
            "ContainerAppInvalidValue", $"{type.Path}: '{type.Text()}' is not a kind of probe. Give Startup, Readiness or Liveness.", type.Path);

    private static TimeSpan Seconds(JsonField field, int usual, int most)
    {
        var seconds = field.Number() ?? usual;
        return seconds >= 0 && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw ArmException.BadRequest("ContainerAppInvalidValue", $"{field.Path}: {seconds} is not between 0 and {most} seconds.", field.Path);
    }
}
