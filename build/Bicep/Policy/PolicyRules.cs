using Frostline.Bicep.Policy.Rules;

namespace Frostline.Bicep.Policy;

/// <summary>Every rule there is.</summary>
public static class PolicyRules
{
    /// <summary>By id, each once.</summary>
    public static IReadOnlyList<PolicyRule> All { get; } =
    [
        .. new[]
        {
            ContainerAppRules.All, RegistryRules.All, VaultRules.All, DatabaseRules.All, CacheRules.All, StorageRules.All,
            SiteRules.All, MessageRules.All, EdgeRules.All, WatchRules.All, GeneralRules.All,
        }.SelectMany(rules => rules).OrderBy(rule => rule.Id, StringComparer.Ordinal),
    ];

    internal static IReadOnlyList<PolicyRule> For(string type) =>
        [.. All.Where(rule => rule.ResourceType == GeneralRules.Everything || rule.ResourceType.Equals(type, StringComparison.OrdinalIgnoreCase))];
}
