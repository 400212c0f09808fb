using static Frostline.Bicep.Policy.PolicySeverity;

namespace Frostline.Bicep.Policy.Rules;

/// <summary>Rules over every resource.</summary>
internal static class GeneralRules
{
    /// <summary>Stands for every type.</summary>
    public const string Everything = "*";

    private static readonly HashSet<string> Tagged = new(StringComparer.OrdinalIgnoreCase)
    {
        "Microsoft.App/containerApps", "Microsoft.App/managedEnvironments", "Microsoft.Cache/redis", "Microsoft.Cache/redisEnterprise", "Microsoft.Cdn/profiles",
        "Microsoft.ContainerRegistry/registries", "Microsoft.DBforPostgreSQL/flexibleServers", "Microsoft.Insights/components", "Microsoft.KeyVault/vaults",
        "Microsoft.Network/virtualNetworks", "Microsoft.OperationalInsights/workspaces", "Microsoft.ServiceBus/namespaces", "Microsoft.Sql/servers",
        "Microsoft.Storage/storageAccounts", "Microsoft.Web/serverfarms", "Microsoft.Web/sites", "Microsoft.Web/staticSites",
    };

    public static IEnumerable<PolicyRule> All =>
    [
        new("GEN001", Low, Everything, "Nobody can tell whose cost or fault it is.", "Set tags.")
        {
            Check = resource => Tagged.Contains(resource.Resource.Type) ? resource.MustHave("tags") : [],
        },
        new("GEN002", Critical, Everything, "A password in a template is in its history and in the deployment's records.", "Use an identity, or a secure parameter from Key Vault.")
        {
            Check = resource => resource.Resource.Body.Walk()
                .Where(entry => entry.Value.AsString() is { Length: > 0 } && IsPassword(entry.Path))
                .Select(entry => new Violation(entry.Path, "is written in the template")),
        },
    ];

    private static bool IsPassword(string path)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        return name.EndsWith("password", StringComparison.OrdinalIgnoreCase) || name.Equals("sharedKey", StringComparison.OrdinalIgnoreCase);
    }
}
