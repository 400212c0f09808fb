using LocalAzure.Resources;

namespace LocalAzure.Deployments;

/// <summary>Types that a deployment really makes; every other one is kept and not run.</summary>
internal static class ResourceTypes
{
    public const string Deployments = "Microsoft.Resources/deployments";
    public const string ResourceGroups = "Microsoft.Resources/resourceGroups";
    public const string Databases = ResourceId.FlexibleServers + "/databases";

    private static readonly string[] Real = [Deployments, ResourceGroups, Databases, ResourceId.FlexibleServers, ResourceId.ManagedEnvironments, ResourceId.ContainerApps];

    public static bool IsReal(string type) => Real.Contains(type, StringComparer.OrdinalIgnoreCase);

    public static bool Is(this string type, string other) => string.Equals(type, other, StringComparison.OrdinalIgnoreCase);
}
