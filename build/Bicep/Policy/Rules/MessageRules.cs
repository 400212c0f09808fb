using static Frostline.Bicep.Policy.PolicySeverity;

namespace Frostline.Bicep.Policy.Rules;

/// <summary>Service Bus.</summary>
internal static class MessageRules
{
    private const string Bus = "Microsoft.ServiceBus/namespaces";

    public static IEnumerable<PolicyRule> All =>
    [
        new("SB001", High, Bus, "Shared access keys are passwords that everybody shares.", "Set disableLocalAuth to true.")
        {
            Check = bus => bus.MustBe("properties.disableLocalAuth", "true"),
        },
        new("SB002", Critical, Bus, "Old TLS can be read on the way.", "Set minimumTlsVersion to 1.2.")
        {
            Check = bus => bus.MustBe("properties.minimumTlsVersion", "1.2", "1.3"),
        },
        new("SB003", Medium, Bus, "Messages of production pass an address on the internet.", "Set publicNetworkAccess to Disabled and use a private endpoint (Premium).")
        {
            ProductionOnly = true,
            Check = bus => bus.MustBe("properties.publicNetworkAccess", "Disabled"),
        },
        new("SB004", Medium, $"{Bus}/queues", "Messages that expire would vanish.", "Set deadLetteringOnMessageExpiration to true.")
        {
            Check = queue => queue.MustBe("properties.deadLetteringOnMessageExpiration", "true"),
        },
    ];
}
