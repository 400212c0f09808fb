using LocalAzure.Revisions;

namespace LocalAzure.Resources;

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
