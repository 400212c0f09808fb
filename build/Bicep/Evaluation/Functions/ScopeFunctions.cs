using Frostline.Bicep.Binding;

namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>Functions of the place of a deployment, and those that only a deployment can answer.</summary>
internal static class ScopeFunctions
{
    public static IEnumerable<FunctionInfo> All =>
    [
        Azure("subscription", 0, 1, "object", a => Subscription(a)),
        Azure("resourceGroup", 0, 2, "object", ResourceGroup),
        Azure("managementGroup", 0, 1, "object", ManagementGroup),
        Azure("tenant", 0, 0, "object", a => new ObjectValue(
        [
            new("tenantId", new StringValue(a.Host.Context.TenantId)),
            new("id", new StringValue("/")),
            new("country", new SymbolicValue("tenant().country")),
            new("countryCode", new SymbolicValue("tenant().countryCode")),
            new("displayName", new SymbolicValue("tenant().displayName")),
        ])),
        Azure("deployment", 0, 0, "object", a => new ObjectValue(
        [
            new("name", new StringValue(a.Host.Context.DeploymentName)),
            new("location", new StringValue(a.Host.Context.Location)),
            new("properties", new SymbolicValue("deployment().properties")),
        ])),
        Azure("deployer", 0, 0, "object", a => new ObjectValue(
        [
            new("objectId", new SymbolicValue("deployer().objectId")),
            new("tenantId", new StringValue(a.Host.Context.TenantId)),
            new("userPrincipalName", new SymbolicValue("deployer().userPrincipalName")),
        ])),
        Azure("environment", 0, 0, "object", _ => AzureCloud),
        Azure("resourceId", 2, FunctionInfo.Any, "string", ResourceId),
        Azure("subscriptionResourceId", 2, FunctionInfo.Any, "string", a => In(a, 0, first => first is null ? $"/subscriptions/{SubscriptionId(a)}" : $"/subscriptions/{first}")),
        Azure("tenantResourceId", 2, FunctionInfo.Any, "string", a => In(a, 0, _ => "")),
        Azure("extensionResourceId", 3, FunctionInfo.Any, "string", a => new StringValue(DeploymentScope.ResourceId(a.Text(0), a.Text(1), Names(a, 2)))),
        Azure("managementGroupResourceId", 2, FunctionInfo.Any, "string", a => In(a, 0, first => $"/providers/Microsoft.Management/managementGroups/{first ?? a.Host.Context.ManagementGroup}")),
        Deployment("reference", 1, 3, "any"),
        Deployment("providers", 1, 2, "any"),
        Deployment("pickZones", 3, 5, "array"),
        Deployment("toLogicalZone", 3, 3, "string"),
        Deployment("toLogicalZones", 3, 3, "array"),
        Deployment("toPhysicalZone", 3, 3, "string"),
        Deployment("toPhysicalZones", 3, 3, "array"),
        Deployment("roleDefinitions", 1, 1, "object"),
        new("getSecret", 1, 5, "string", FunctionKind.Secret, null) { IsAzure = true },
        new("listKeys", 2, 3, "any", FunctionKind.Secret, null) { IsAzure = true },
        new("fail", 1, 1, "any", FunctionKind.Shallow, a => throw new EvaluationException(a.Text(0))),
        new("like", 2, 2, "bool", FunctionKind.Deployment, null),
        new("readEnvironmentVariable", 1, 2, "string", FunctionKind.Deep, Environment),
        new("readCliArg", 1, 1, "string", FunctionKind.Deployment, null),
        new("readEnvVar", 1, 1, "string", FunctionKind.Deployment, null),
        new("externalInput", 1, 2, "any", FunctionKind.Deployment, null),
    ];

    private static ObjectValue AzureCloud { get; } = (ObjectValue)JsonValues.Read("""
        {
          "name": "AzureCloud", "gallery": "https://gallery.azure.com/", "graph": "https://graph.windows.net/", "portal": "https://portal.azure.com",
          "graphAudience": "https://graph.windows.net/", "activeDirectoryDataLake": "https://datalake.azure.net/", "batch": "https://batch.core.windows.net/",
          "media": "https://rest.media.azure.net", "sqlManagement": "https://management.core.windows.net:8443/",
          "vmImageAliasDoc": "https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/aliases.json",
          "resourceManager": "https://management.azure.com/",
          "authentication": { "loginEndpoint": "https://login.microsoftonline.com/", "audiences": ["https://management.core.windows.net/", "https://management.azure.com/"], "tenant": "common", "identityProvider": "AAD" },
          "suffixes": {
            "acrLoginServer": ".azurecr.io", "azureDatalakeAnalyticsCatalogAndJob": "azuredatalakeanalytics.net", "azureDatalakeStoreFileSystem": "azuredatalakestore.net",
            "azureFrontDoorEndpointSuffix": "azurefd.net", "keyvaultDns": ".vault.azure.net", "sqlServerHostname": ".database.windows.net", "storage": "core.windows.net"
          }
        }
        """);

    private static FunctionInfo Azure(string name, int minimum, int maximum, string returns, Func<Arguments, BicepValue> body) =>
        new(name, minimum, maximum, returns, FunctionKind.Deep, body) { IsAzure = true };

    private static FunctionInfo Deployment(string name, int minimum, int maximum, string returns) =>
        new(name, minimum, maximum, returns, FunctionKind.Deployment, null) { IsAzure = true };

    private static string SubscriptionId(Arguments a) => a.Host.Scope.SubscriptionId ?? a.Host.Context.SubscriptionId;

    private static ObjectValue Subscription(Arguments a)
    {
        var id = a.Has(0) ? a.Text(0) : SubscriptionId(a);
        return new ObjectValue(
        [
            new("id", new StringValue($"/subscriptions/{id}")),
            new("subscriptionId", new StringValue(id)),
            new("tenantId", new StringValue(a.Host.Context.TenantId)),
            new("displayName", new SymbolicValue("subscription().displayName")),
        ]);
    }

    private static ObjectValue ResourceGroup(Arguments a)
    {
        var subscription = a.Count == 2 ? a.Text(0) : SubscriptionId(a);
        var name = a.Count > 0 ? a.Text(a.Count - 1) : a.Host.Scope.ResourceGroup ?? a.Host.Context.ResourceGroup;
        return new ObjectValue(
        [
            new("id", new StringValue($"/subscriptions/{subscription}/resourceGroups/{name}")),
            new("name", new StringValue(name)),
            new("type", new StringValue("Microsoft.Resources/resourceGroups")),
            new("location", new StringValue(a.Host.Context.Location)),
            new("tags", new SymbolicValue("resourceGroup().tags")),
            new("managedBy", new SymbolicValue("resourceGroup().managedBy")),
            new("properties", new ObjectValue([new("provisioningState", new StringValue("Succeeded"))])),
        ]);
    }

    private static ObjectValue ManagementGroup(Arguments a)
    {
        var name = a.Has(0) ? a.Text(0) : a.Host.Scope.ManagementGroup ?? a.Host.Context.ManagementGroup;
        return new ObjectValue(
        [
            new("id", new StringValue($"/providers/Microsoft.Management/managementGroups/{name}")),
            new("name", new StringValue(name)),
            new("type", new StringValue("/providers/Microsoft.Management/managementGroups")),
            new("properties", new SymbolicValue("managementGroup().properties")),
        ]);
    }

    // The type is the first argument with a slash that does not begin with one; what precedes it says where.
    private static StringValue ResourceId(Arguments a)
    {
        var at = Enumerable.Range(0, a.Count).FirstOrDefault(index => a.Text(index).Contains('/', StringComparison.Ordinal), -1);
        var scope = a.Host.Scope;
        return at switch
        {
            0 => new StringValue(DeploymentScope.ResourceId(scope.Kind == ScopeKind.Tenant ? "" : scope.Id, a.Text(0), Names(a, 1))),
            1 when scope.Kind == ScopeKind.ResourceGroup => new StringValue(DeploymentScope.ResourceId($"/subscriptions/{SubscriptionId(a)}/resourceGroups/{a.Text(0)}", a.Text(1), Names(a, 2))),
            1 => new StringValue(DeploymentScope.ResourceId($"/subscriptions/{a.Text(0)}", a.Text(1), Names(a, 2))),
            2 => new StringValue(DeploymentScope.ResourceId($"/subscriptions/{a.Text(0)}/resourceGroups/{a.Text(1)}", a.Text(2), Names(a, 3))),
            _ => throw new EvaluationException("resourceId needs a type such as 'Microsoft.Storage/storageAccounts'."),
        };
    }

    private static StringValue In(Arguments a, int start, Func<string?, string> scope)
    {
        var given = a.Text(start).Contains('/', StringComparison.Ordinal) ? null : a.Text(start++);
        return new StringValue(DeploymentScope.ResourceId(scope(given), a.Text(start), Names(a, start + 1)));
    }

    private static List<string> Names(Arguments a, int start)
    {
        var names = Enumerable.Range(start, a.Count - start).Select(a.Text).ToList();
        var wanted = a.Text(start - 1).Count(character => character == '/');
        return names.Count == wanted
            ? names
            : throw new EvaluationException($"The type '{a.Text(start - 1)}' needs {wanted} names, but {names.Count} are given.");
    }

    private static BicepValue Environment(Arguments a) =>
        a.Host.Context.EnvironmentVariables.TryGetValue(a.Text(0), out var value) ? new StringValue(value)
        : a.Has(1) ? a[1]
        : throw new EvaluationException($"Environment variable \"{a.Text(0)}\" does not exist and there's no default value set.{Meant(a)}", "BCP427") { Argument = 0 };

    private static string Meant(Arguments a) => Spelling.Suggest(a.Text(0), a.Host.Context.EnvironmentVariables.Keys) is { } meant ? $" Did you mean \"{meant}\"?" : "";
}
