using static Frostline.Bicep.Policy.PolicySeverity;

namespace Frostline.Bicep.Policy.Rules;

/// <summary>Key vaults and what is in them.</summary>
internal static class VaultRules
{
    private const string Vault = "Microsoft.KeyVault/vaults";
    private const string Secret = "Microsoft.KeyVault/vaults/secrets";
    private const string Key = "Microsoft.KeyVault/vaults/keys";

    public static IEnumerable<PolicyRule> All =>
    [
        new("KV001", High, Vault, "Who deletes the vault could purge every secret for good.", "Set enablePurgeProtection to true.")
        {
            Check = vault => vault.MustBe("properties.enablePurgeProtection", "true"),
        },
        new("KV002", High, Vault, "A deleted secret could not be brought back.", "Leave enableSoftDelete on, with 7 to 90 days.")
        {
            Check = vault => [.. vault.MustNotBe("properties.enableSoftDelete", "false"),
                .. vault["properties.softDeleteRetentionInDays"]?.AsInteger() is < 7 or > 90 ? vault.MayBe("properties.softDeleteRetentionInDays", "7 to 90") : []],
        },
        new("KV003", Medium, Vault, "Access policies cannot be reviewed or limited like roles.", "Set enableRbacAuthorization to true.")
        {
            Check = vault => vault.MustBe("properties.enableRbacAuthorization", "true"),
        },
        new("KV004", High, Vault, "The vault answers every network.", "Set networkAcls.defaultAction to Deny.")
        {
            Check = vault => vault.Is("properties.publicNetworkAccess", "Disabled") && !vault.Has("properties.networkAcls") ? [] : vault.MustBe("properties.networkAcls.defaultAction", "Deny"),
        },
        new("KV005", Medium, Vault, "Secrets of production have an address on the internet.", "Set publicNetworkAccess to Disabled and use a private endpoint.")
        {
            ProductionOnly = true,
            Check = vault => vault.MustBe("properties.publicNetworkAccess", "Disabled"),
        },
        new("KV006", High, Vault, "Such a policy may do everything, purging included.", "Name the permissions that are needed.")
        {
            Check = vault => vault.Items("properties.accessPolicies").SelectMany((policy, i) => (policy["permissions"]?.Members ?? [])
                .Where(kind => kind.Value.Items.Any(permission => permission.Value.AsString() is "all" or "purge"))
                .Select(kind => new Violation($"properties.accessPolicies[{i}].permissions.{kind.Name}", "holds all or purge"))),
        },
        new("KV007", Medium, Secret, "A secret that never expires is never rotated.", "Set attributes.exp.")
        {
            Check = secret => secret.MustHave("properties.attributes.exp"),
        },
        new("KV008", Medium, Key, "A key that never changes protects less every year.", "Set attributes.exp or a rotationPolicy.")
        {
            Check = key => key.Has("properties.rotationPolicy") ? [] : key.MustHave("properties.attributes.exp"),
        },
        new("KV009", Info, Secret, "Nobody can tell what kind of secret it is.", "Set contentType.")
        {
            Check = secret => secret.MustHave("properties.contentType"),
        },
        new("KV010", Medium, Vault, "Nobody could tell who read which secret.", "Send the audit logs to a workspace with diagnosticSettings.")
        {
            Check = vault => vault.HasDiagnostics ? [] : [new Violation("", "sends no logs to a workspace")],
        },
    ];
}
