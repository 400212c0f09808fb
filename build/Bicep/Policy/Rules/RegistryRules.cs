using static Frostline.Bicep.Policy.PolicySeverity;

namespace Frostline.Bicep.Policy.Rules;

/// <summary>Container registries.</summary>
internal static class RegistryRules
{
    private const string Registry = "Microsoft.ContainerRegistry/registries";

    public static IEnumerable<PolicyRule> All =>
    [
        new("ACR001", Critical, Registry, "The administrator account is one password for everybody, with every right.", "Set adminUserEnabled to false; pull with managed identities.")
        {
            Check = registry => registry.MustNotBe("properties.adminUserEnabled", "true"),
        },
        new("ACR002", High, Registry, "Anybody could read every image.", "Set anonymousPullEnabled to false.")
        {
            Check = registry => registry.MustNotBe("properties.anonymousPullEnabled", "true"),
        },
        new("ACR003", Medium, Registry, "The registry is reached from everywhere.", "Set publicNetworkAccess to Disabled, or networkRuleSet.defaultAction to Deny.")
        {
            ProductionOnly = true,
            Check = registry => registry.Is("properties.networkRuleSet.defaultAction", "Deny") ? [] : registry.MustBe("properties.publicNetworkAccess", "Disabled"),
        },
        new("ACR004", Medium, Registry, "Basic registries throttle and have no support for production loads.", "Use Standard or Premium.")
        {
            ProductionOnly = true,
            Check = registry => registry.MustBe("sku.name", "Standard", "Premium"),
        },
        new("ACR005", Low, Registry, "Untagged images are kept, and paid, for ever.", "Enable policies.retentionPolicy (Premium).")
        {
            Check = registry => registry.Is("sku.name", "Premium") ? registry.MustBe("properties.policies.retentionPolicy.status", "enabled") : [],
        },
        new("ACR007", Low, Registry, "A private registry can still be exported to another one.", "Disable policies.exportPolicy.")
        {
            Check = registry => registry.Is("properties.publicNetworkAccess", "Disabled") ? registry.MustBe("properties.policies.exportPolicy.status", "disabled") : [],
        },
        new("ACR008", Medium, Registry, "One zone lost is no image to start a replica from.", "Set zoneRedundancy to Enabled.")
        {
            ProductionOnly = true,
            Check = registry => registry.MustBe("properties.zoneRedundancy", "Enabled"),
        },
        new("ACR010", High, Registry, "Container Apps and App Service pull with tokens of the resource manager: without them no image comes.", "Enable policies.azureADAuthenticationAsArmPolicy, or leave it out.")
        {
            Check = registry => registry.MustNotBe("properties.policies.azureADAuthenticationAsArmPolicy.status", "disabled"),
        },
        new("ACR011", Medium, Registry, "Docker Content Trust is deprecated; new clients ignore it.", "Remove policies.trustPolicy and sign images with the Notary Project.")
        {
            Check = registry => registry.MustNotBe("properties.policies.trustPolicy.status", "enabled"),
        },
        new("ACR012", High, Registry, "The platform refuses other names.", "Use 5 to 50 letters and digits.")
        {
            Check = registry => registry.Name.Contains('[', StringComparison.Ordinal) || (registry.Name.Length is >= 5 and <= 50 && registry.Name.All(char.IsAsciiLetterOrDigit))
                ? []
                : [new Violation("name", $"is '{registry.Name}'")],
        },
    ];
}
