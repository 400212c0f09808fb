using System.Globalization;
using LocalAzure.Revisions;

namespace LocalAzure.Resources;

/// <summary>What the platform refuses in a template before it starts anything.</summary>
internal static class TemplateRules
{
    public static void Check(AskedTemplate template, IReadOnlySet<string> secrets)
    {
        if (template.Containers.Count == 0)
            throw ArmException.BadRequest("ContainerAppInvalidValue", "template.containers: a container app needs at least one container.");

        foreach (var container in template.Containers)
            CheckContainer(container, secrets);

        if (Repeated(template.Containers.Select(container => container.Name!)) is { } twice)
            throw Invalid("template.containers", $"container name '{twice}' is used more than once");

        CheckResources(template.Containers);
        CheckScale(template);
        CheckRange("template.terminationGracePeriodSeconds", template.TerminationGracePeriodSeconds, 0, 600);
    }

    private static void CheckContainer(AskedContainer container, IReadOnlySet<string> secrets)
    {
        if (string.IsNullOrEmpty(container.Name))
            throw ArmException.BadRequest("ContainerAppInvalidValue", "template.containers.name: a container needs a name.");

        if (string.IsNullOrEmpty(container.Image))
            throw ArmException.BadRequest("ContainerAppImageRequired", $"Container with name '{container.Name}' must have an 'Image' property specified.");

        if (Repeated(container.Environment.Select(variable => variable.Name)) is { } twice)
            throw Invalid($"template.containers.{container.Name}.env", $"environment variable '{twice}' is set more than once");

        foreach (var variable in container.Environment)
        {
            if (variable.SecretRef is { } secret && !secrets.Contains(secret))
            {
                throw ArmException.BadRequest(
                    "ContainerAppSecretRefNotFound", $"SecretRef '{secret}' defined for container '{container.Name}' not found. Give it in configuration.secrets.");
            }
        }

        if (Repeated(container.Probes.Select(probe => probe.Kind.ToString())) is { } kind)
            throw Invalid($"template.containers.{container.Name}.probes", $"more than one {kind} probe");

        foreach (var probe in container.Probes)
            CheckProbe($"template.containers.{container.Name}.probes.{probe.Kind}", probe);
    }

    private static void CheckProbe(string path, ProbeSpec probe)
    {
        CheckRange($"{path}.periodSeconds", probe.Period.TotalSeconds, 1, 240);
        CheckRange($"{path}.timeoutSeconds", probe.Timeout.TotalSeconds, 1, 240);
        CheckRange($"{path}.failureThreshold", probe.FailureThreshold, 1, 240);
        CheckRange($"{path}.successThreshold", probe.SuccessThreshold, 1, 240);
    }

    private static void CheckRange(string path, double value, int least, int most)
    {
        if (value < least || value > most)
            throw ArmException.BadRequest("ContainerAppInvalidValue", $"{path}: {value} is not between {least} and {most}.", path);
    }

    private static void CheckResources(IReadOnlyList<AskedContainer> containers)
    {
        var cpu = containers.Sum(container => container.Cpu);
        var memory = containers.Sum(container => Gibibytes(container));
        if (cpu <= 0 || memory != cpu * 2)
        {
            throw ArmException.BadRequest("ContainerAppInvalidResourceTotal", string.Create(
                CultureInfo.InvariantCulture,
                $"The total requested CPU and memory resources for this application (CPU: {cpu:0.0#}, memory: {memory:0.0#}) is invalid. Total memory in Gi must be twice the total CPU."));
        }
    }

    private static void CheckScale(AskedTemplate template)
    {
        if (template.MinReplicas is < 0 || template.MaxReplicas is < 1 or > 1000 || template.MinReplicas > template.MaxReplicas)
        {
            throw ArmException.BadRequest(
                "ContainerAppInvalidValue",
                $"template.scale: minReplicas {template.MinReplicas ?? 0} and maxReplicas {template.MaxReplicas} do not fit. Give 0 ≤ minReplicas ≤ maxReplicas ≤ 1000, maxReplicas at least 1.");
        }
    }

    private static decimal Gibibytes(AskedContainer container) =>
        container.Memory.EndsWith("Gi", StringComparison.OrdinalIgnoreCase)
        && decimal.TryParse(container.Memory.AsSpan(0, container.Memory.Length - 2), NumberStyles.Number, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Invalid($"template.containers.{container.Name}.resources.memory", $"'{container.Memory}' is not an amount of memory such as 1Gi");

    private static string? Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;

    public static ArmException Invalid(string field, string why) => ArmException.BadRequest(
        "InvalidParameterValueInContainerTemplate",
        $"The following field(s) are either invalid or missing. Field '{field}' is invalid with details: 'Invalid value: {why}';..", field);
}
