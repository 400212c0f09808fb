using static Frostline.Bicep.Policy.PolicySeverity;

namespace Frostline.Bicep.Policy.Rules;

/// <summary>Azure Cache for Redis and Azure Managed Redis.</summary>
internal static class CacheRules
{
    private const string Classic = "Microsoft.Cache/redis";
    private const string Managed = "Microsoft.Cache/redisEnterprise";

    public static IEnumerable<PolicyRule> All =>
    [
        new("RED001", Critical, Classic, "The plain port can be read on the way.", "Set enableNonSslPort to false.")
        {
            Check = cache => cache.MustNotBe("properties.enableNonSslPort", "true"),
        },
        new("RED002", Critical, Classic, "Old TLS can be read on the way.", "Set minimumTlsVersion to 1.2.")
        {
            Check = cache => cache.MustBe("properties.minimumTlsVersion", "1.2"),
        },
        new("RED003", High, Classic, "The cache has an address on the internet.", "Set publicNetworkAccess to Disabled and use a private endpoint.")
        {
            ProductionOnly = true,
            Check = cache => cache.MustBe("properties.publicNetworkAccess", "Disabled"),
        },
        new("RED004", High, Classic, "Access keys are passwords that everybody shares.", "Set disableAccessKeyAuthentication to true and use Microsoft Entra.")
        {
            Check = cache => cache.MustBe("properties.disableAccessKeyAuthentication", "true"),
        },
        new("RED005", Medium, Classic, "The Basic tier has one node: a restart is an outage.", "Use Standard or Premium.")
        {
            ProductionOnly = true,
            Check = cache => cache.MustBe("properties.sku.name", "Standard", "Premium"),
        },
        new("RED006", Critical, $"{Managed}/databases", "Plain text can be read on the way.", "Set clientProtocol to Encrypted.")
        {
            Check = database => database.MustBe("properties.clientProtocol", "Encrypted"),
        },
        new("RED007", High, $"{Managed}/databases", "Access keys are passwords that everybody shares.", "Set accessKeysAuthentication to Disabled.")
        {
            Check = database => database.MustBe("properties.accessKeysAuthentication", "Disabled"),
        },
        new("RED008", Critical, Managed, "Old TLS can be read on the way.", "Set minimumTlsVersion to 1.2.")
        {
            Check = cache => cache.MustBe("properties.minimumTlsVersion", "1.2"),
        },
        new("RED009", High, Managed, "The cache has an address on the internet.", "Set publicNetworkAccess to Disabled and use a private endpoint.")
        {
            ProductionOnly = true,
            Check = cache => cache.MustBe("properties.publicNetworkAccess", "Disabled"),
        },
        new("RED010", Medium, Managed, "One node lost is the cache lost.", "Set highAvailability to Enabled.")
        {
            ProductionOnly = true,
            Check = cache => cache.MayBe("properties.highAvailability", "Enabled"),
        },
    ];
}
