using System.Text.Json.Serialization;
using LocalAzure.Resources;

namespace LocalAzure.Deployments;

/// <summary>What a deployment deploys to: a resource group, or a subscription when there is none.</summary>
internal sealed record DeploymentScope(string Subscription, string? ResourceGroup)
{
    [JsonIgnore]
    public string Path => ResourceGroup is { } group ? ResourceId.GroupPath(Subscription, group) : $"/subscriptions/{Subscription}";

    /// <summary>Path of a resource in this scope: one name for each part of the type.</summary>
    public string PathOf(string type, string name) => PathOf(Path, type, name);

    public static string PathOf(string scope, string type, string name)
    {
        if (string.Equals(type, ResourceTypes.ResourceGroups, StringComparison.OrdinalIgnoreCase))
            return $"{scope}/resourceGroups/{name}";

        var types = type.Split('/');
        var names = name.Split('/');
        return $"{(scope == "/" ? "" : scope)}/providers/{types[0]}{string.Concat(types.Skip(1).Zip(names, (segment, value) => $"/{segment}/{value}"))}";
    }
}
