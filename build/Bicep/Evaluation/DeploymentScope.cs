namespace Frostline.Bicep.Evaluation;

/// <summary>What a template is deployed to.</summary>
/// <param name="Kind">Which of the four.</param>
/// <param name="SubscriptionId">Of subscriptions and resource groups.</param>
/// <param name="ResourceGroup">Of resource groups.</param>
/// <param name="ManagementGroup">Of management groups.</param>
internal sealed record DeploymentScope(ScopeKind Kind, string? SubscriptionId = null, string? ResourceGroup = null, string? ManagementGroup = null)
{
    /// <summary>The resource id; <c>/</c> for the tenant.</summary>
    public string Id => Kind switch
    {
        ScopeKind.ResourceGroup => $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}",
        ScopeKind.Subscription => $"/subscriptions/{SubscriptionId}",
        ScopeKind.ManagementGroup => $"/providers/Microsoft.Management/managementGroups/{ManagementGroup}",
        _ => "/",
    };

    public static DeploymentScope Of(EvaluationContext context, ScopeKind kind) => kind switch
    {
        ScopeKind.ResourceGroup => new(kind, context.SubscriptionId, context.ResourceGroup),
        ScopeKind.Subscription => new(kind, context.SubscriptionId),
        ScopeKind.ManagementGroup => new(kind, ManagementGroup: context.ManagementGroup),
        _ => new(kind),
    };

    /// <summary>The scope that an id names: the nearest of the four kinds that contains it.</summary>
    public static DeploymentScope Parse(string id)
    {
        var parts = id.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length >= 4 && parts[0] == "subscriptions" && parts[2].Equals("resourceGroups", StringComparison.OrdinalIgnoreCase))
        {
            return new(ScopeKind.ResourceGroup, parts[1], parts[3]);
        }

        if (parts.Length >= 2 && parts[0] == "subscriptions")
        {
            return new(ScopeKind.Subscription, parts[1]);
        }

        return parts.Length >= 4 && parts[2].Equals("managementGroups", StringComparison.OrdinalIgnoreCase)
            ? new(ScopeKind.ManagementGroup, ManagementGroup: parts[3])
            : new(ScopeKind.Tenant);
    }

    /// <summary>The id of a resource in a scope that is given by its id.</summary>
    /// <param name="scopeId">The id of the scope; <c>/</c> or empty for the tenant.</param>
    /// <param name="type">With the provider: <c>Microsoft.Sql/servers/databases</c>.</param>
    /// <param name="names">One for each part of the type after the provider.</param>
    public static string ResourceId(string scopeId, string type, IReadOnlyList<string> names)
    {
        var parts = type.Split('/');
        var pairs = parts.Skip(1).Select((part, index) => $"/{part}/{(index < names.Count ? names[index] : "")}");
        return $"{scopeId.TrimEnd('/')}/providers/{parts[0]}{string.Concat(pairs)}";
    }
}

/// <summary>The four things a template can be deployed to.</summary>
internal enum ScopeKind
{
    ResourceGroup,
    Subscription,
    ManagementGroup,
    Tenant,
}
