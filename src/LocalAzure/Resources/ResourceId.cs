using System.Text.Json.Serialization;

namespace LocalAzure.Resources;

/// <summary>A resource's place in Azure. Names keep the letters they were made with and are compared without case.</summary>
internal sealed record ResourceId(string Subscription, string ResourceGroup, string Type, string Name)
{
    public const string ContainerApps = "Microsoft.App/containerApps";
    public const string ManagedEnvironments = "Microsoft.App/managedEnvironments";
    public const string FlexibleServers = "Microsoft.DBforPostgreSQL/flexibleServers";

    [JsonIgnore]
    public string Path => $"/subscriptions/{Subscription}/resourceGroups/{ResourceGroup}/providers/{Type}/{Name}";

    /// <summary>What two spellings of the same resource have in common.</summary>
    [JsonIgnore]
    public string Key => Path.ToLowerInvariant();

    /// <summary>Key of the resource group it is in.</summary>
    [JsonIgnore]
    public string GroupKey => GroupPath(Subscription, ResourceGroup).ToLowerInvariant();

    public static string GroupPath(string subscription, string resourceGroup) => $"/subscriptions/{subscription}/resourceGroups/{resourceGroup}";
}
