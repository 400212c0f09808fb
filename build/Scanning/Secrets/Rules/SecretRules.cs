namespace Frostline.Scanning.Secrets.Rules;

/// <summary>Every rule, those that know more first: the first that matches a value names it.</summary>
internal static class SecretRules
{
    public static IReadOnlyList<SecretRule> All { get; } =
        [.. AzureRules.All, .. DatabaseRules.All, .. TokenRules.All, .. KeyRules.All, .. FileRules.All, .. GenericRules.All];
}
