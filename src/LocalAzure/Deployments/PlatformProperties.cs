using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;

namespace LocalAzure.Deployments;

/// <summary>
/// What the platform adds to resources that are only kept here, where templates ask for it: addresses by the platform's pattern, and
/// identifiers that are made up but stay the same. Nothing answers under them.
/// </summary>
internal static class PlatformProperties
{
    private static readonly Dictionary<string, Action<InertResource, JsonObject>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.ManagedIdentity/userAssignedIdentities"] = (resource, properties) =>
        {
            properties["tenantId"] = Guid.Empty.ToString();
            properties["principalId"] = Identifier(resource, "principal");
            properties["clientId"] = Identifier(resource, "client");
        },
        ["Microsoft.OperationalInsights/workspaces"] = (resource, properties) => properties["customerId"] = Identifier(resource, "customer"),
        ["Microsoft.Insights/components"] = (resource, properties) =>
        {
            properties["AppId"] = Identifier(resource, "app");
            properties["InstrumentationKey"] = Identifier(resource, "key");
            properties["ConnectionString"] = $"InstrumentationKey={Identifier(resource, "key")};IngestionEndpoint=https://localhost/;LiveEndpoint=https://localhost/";
        },
        ["Microsoft.ContainerRegistry/registries"] = (resource, properties) => properties["loginServer"] = $"{resource.Name.ToLowerInvariant()}.azurecr.io",
        ["Microsoft.KeyVault/vaults"] = (resource, properties) => properties["vaultUri"] = $"https://{resource.Name.ToLowerInvariant()}.vault.azure.net/",
        ["Microsoft.KeyVault/vaults/secrets"] = (resource, properties) =>
        {
            var names = resource.Name.Split('/');
            properties["secretUri"] = $"https://{names[0].ToLowerInvariant()}.vault.azure.net/secrets/{names[1]}";
            properties["secretUriWithVersion"] = $"{properties["secretUri"]}/{Fingerprints.Guid([resource.Id, resource.Secret ?? ""]):N}";
        },
        ["Microsoft.Storage/storageAccounts"] = (resource, properties) => properties["primaryEndpoints"] = new JsonObject(
            new[] { "blob", "file", "queue", "table", "dfs" }.Select(kind => KeyValuePair.Create(kind, (JsonNode?)$"https://{resource.Name}.{kind}.core.windows.net/"))),
        ["Microsoft.Cache/redis"] = (resource, properties) => (properties["hostName"], properties["sslPort"]) = ($"{resource.Name}.redis.cache.windows.net", 6380),
        ["Microsoft.Cache/redisEnterprise"] = (resource, properties) => properties["hostName"] = $"{resource.Name}.{Location(resource)}.redis.azure.net",
        ["Microsoft.ServiceBus/namespaces"] = (resource, properties) => properties["serviceBusEndpoint"] = $"https://{resource.Name}.servicebus.windows.net:443/",
        ["Microsoft.Sql/servers"] = (resource, properties) => properties["fullyQualifiedDomainName"] = $"{resource.Name}.database.windows.net",
        ["Microsoft.Web/sites"] = (resource, properties) => properties["defaultHostName"] = $"{resource.Name}.azurewebsites.net",
        ["Microsoft.Web/sites/slots"] = (resource, properties) => properties["defaultHostName"] = $"{resource.Name.Replace('/', '-')}.azurewebsites.net",
        ["Microsoft.Web/staticSites"] = (resource, properties) => properties["defaultHostname"] = $"{resource.Name}.azurestaticapps.net",
        ["Microsoft.Cdn/profiles"] = (resource, properties) => properties["frontDoorId"] = Identifier(resource, "front door"),
        ["Microsoft.Cdn/profiles/afdEndpoints"] = (resource, properties) => properties["hostName"] = $"{resource.Name.Split('/')[1]}.azurefd.net",
        ["Microsoft.Cdn/profiles/customDomains"] = (resource, properties) => properties["validationProperties"] = new JsonObject { ["validationToken"] = Fingerprints.UniqueString([resource.Id]) },
        ["Microsoft.Network/dnsZones"] = (_, properties) => properties["nameServers"] = new JsonArray("ns1.localhost.", "ns2.localhost."),
        ["Microsoft.Network/publicIPAddresses"] = (_, properties) => properties["ipAddress"] = "127.0.0.1",
        ["Microsoft.Network/virtualNetworks"] = (resource, properties) =>
        {
            foreach (var subnet in (properties["subnets"] as JsonArray ?? []).OfType<JsonObject>())
                subnet["id"] = $"{resource.Id}/subnets/{subnet["name"]}";
        },
    };

    public static void Complete(InertResource resource, JsonObject view, JsonObject properties)
    {
        if (Known.TryGetValue(resource.Type, out var complete))
            complete(resource, properties);

        if (view["identity"] is not JsonObject identity)
            return;

        if (Values.Text(identity["type"]).Contains("SystemAssigned", StringComparison.OrdinalIgnoreCase))
        {
            identity["principalId"] = Identifier(resource, "principal");
            identity["tenantId"] = Guid.Empty.ToString();
        }
    }

    private static string Location(InertResource resource) => Values.Text(JsonNode.Parse(resource.Document)!["location"]);

    private static string Identifier(InertResource resource, string what) => Fingerprints.Guid([resource.Id.ToLowerInvariant(), what]).ToString();
}
