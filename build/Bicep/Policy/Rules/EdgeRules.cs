using static Frostline.Bicep.Policy.PolicySeverity;

namespace Frostline.Bicep.Policy.Rules;

/// <summary>Front Door, its firewall, and network security groups.</summary>
internal static class EdgeRules
{
    private const string Firewall = "Microsoft.Network/FrontDoorWebApplicationFirewallPolicies";
    private const string Profile = "Microsoft.Cdn/profiles";
    private const string Rules = "Microsoft.Network/networkSecurityGroups";

    public static IEnumerable<PolicyRule> All =>
    [
        new("FD001", High, Firewall, "A firewall that only detects lets everything through.", "Set policySettings.mode to Prevention and enabledState to Enabled.")
        {
            Check = firewall => [.. firewall.MustBe("properties.policySettings.mode", "Prevention"), .. firewall.MayBe("properties.policySettings.enabledState", "Enabled")],
        },
        new("FD002", Medium, Firewall, "Known attacks are told by managed rule sets.", "Add a managed rule set.")
        {
            Check = firewall => firewall.Items("properties.managedRules.managedRuleSets").Any() ? [] : [new Violation("properties.managedRules", "has no rule set")],
        },
        new("FD003", High, $"{Profile}/afdEndpoints/routes", "Plain HTTP can be read on the way.", "Set httpsRedirect to Enabled and forwardingProtocol to HttpsOnly.")
        {
            Check = route => [.. route.MustBe("properties.httpsRedirect", "Enabled"), .. route.MustBe("properties.forwardingProtocol", "HttpsOnly")],
        },
        new("FD004", High, $"{Profile}/customDomains", "Old TLS can be read on the way.", "Set tlsSettings.minimumTlsVersion to TLS12.")
        {
            Check = domain => domain.MustBe("properties.tlsSettings.minimumTlsVersion", "TLS12", "TLS13"),
        },
        new("FD005", High, Profile, "Visitors reach the apps past a firewall.", "Add a securityPolicy that joins the firewall to every domain.")
        {
            Check = profile => !(profile.Text("sku.name")?.EndsWith("AzureFrontDoor", StringComparison.Ordinal) ?? false)
                || profile.Others($"{Profile}/securityPolicies").Any(policy => policy.Name.StartsWith($"{profile.Resource.Name}/", StringComparison.OrdinalIgnoreCase))
                    ? []
                    : [new Violation("", "has no security policy")],
        },
        new("NSG001", Critical, Rules, "Everybody may try to sign in.", "Name the sources, or use a bastion.")
        {
            Check = group => group.Items("properties.securityRules").SelectMany((rule, i) => OpensSignIn(rule)
                ? [new Violation($"properties.securityRules[{i}]", "lets the internet reach port 22 or 3389")]
                : Array.Empty<Violation>()),
        },
    ];

    private static bool OpensSignIn(Evaluation.BicepValue rule) =>
        rule.Find("properties.direction")?.AsString() is "Inbound" && rule.Find("properties.access")?.AsString() is "Allow"
        && rule.Find("properties.sourceAddressPrefix")?.AsString() is "*" or "Internet" or "0.0.0.0/0"
        && rule.Find("properties.destinationPortRange")?.AsString() is "*" or "22" or "3389";
}
