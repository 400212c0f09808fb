using LocalAzure.Resources;

namespace LocalAzure.Deployments;

/// <summary>Takes the paths of resources apart.</summary>
internal static class ResourceIds
{
    /// <param name="type">As the platform spells it, without the types of children.</param>
    public static ResourceId Read(string path, string type)
    {
        var (group, rest) = Split(path, "/providers/");
        var (subscription, name) = Split(group, "/resourceGroups/");
        return new ResourceId(subscription["/subscriptions/".Length..], name, type, rest.Split('/')[2]);
    }

    public static DeploymentScope Group(string path)
    {
        var (subscription, rest) = Split(path, "/resourceGroups/");
        return new DeploymentScope(subscription["/subscriptions/".Length..], rest.Split('/')[0]);
    }

    /// <exception cref="DeploymentException">The path has no such part.</exception>
    public static (string Before, string After) Split(string path, string separator)
    {
        var at = path.IndexOf(separator, StringComparison.OrdinalIgnoreCase);
        return at >= 0
            ? (path[..at], path[(at + separator.Length)..])
            : throw DeploymentException.Refused(400, "InvalidTemplate", $"The resource '{path}' must be deployed to a resource group.");
    }
}
