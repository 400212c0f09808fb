namespace Frostline.Bicep.Evaluation;

/// <summary>What files call the four scopes.</summary>
internal static class ScopeNames
{
    public static string Of(ScopeKind kind) => kind switch
    {
        ScopeKind.Subscription => "subscription",
        ScopeKind.ManagementGroup => "managementGroup",
        ScopeKind.Tenant => "tenant",
        _ => "resourceGroup",
    };
}
