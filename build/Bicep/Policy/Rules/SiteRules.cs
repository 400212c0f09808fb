using static Frostline.Bicep.Policy.PolicySeverity;

namespace Frostline.Bicep.Policy.Rules;

/// <summary>App Service: plans, sites and slots.</summary>
internal static class SiteRules
{
    private const string Plan = "Microsoft.Web/serverfarms";
    private const string Site = "Microsoft.Web/sites";
    private const string Slot = "Microsoft.Web/sites/slots";

    public static IEnumerable<PolicyRule> All => [.. OfSites("APP", Site), .. OfSites("APS", Slot), .. OfPlans];

    private static IEnumerable<PolicyRule> OfPlans =>
    [
        new("APP020", High, Plan, "One instance means an outage at every restart.", "Set sku.capacity to 2 or more.")
        {
            ProductionOnly = true,
            Check = plan => plan.AtLeast("sku.capacity", 2),
        },
        new("APP021", Medium, Plan, "One zone lost is every site lost.", "Set zoneRedundant to true.")
        {
            ProductionOnly = true,
            Check = plan => plan.MustBe("properties.zoneRedundant", "true"),
        },
        new("APP022", Medium, Site, "Without a second slot a release replaces what serves.", "Add slots and swap them.")
        {
            ProductionOnly = true,
            Check = site => site.Others(Slot).Any(slot => slot.Name.StartsWith($"{site.Resource.Name}/", StringComparison.OrdinalIgnoreCase)) ? [] : [new Violation("", "has no slots")],
        },
    ];

    private static IEnumerable<PolicyRule> OfSites(string prefix, string type) =>
    [
        new($"{prefix}001", High, type, "Plain HTTP can be read on the way.", "Set httpsOnly to true.")
        {
            Check = site => site.MustBe("properties.httpsOnly", "true"),
        },
        new($"{prefix}002", Critical, type, "Old TLS can be read on the way.", "Set siteConfig.minTlsVersion to 1.2.")
        {
            Check = site => site.MustBe("properties.siteConfig.minTlsVersion", "1.2", "1.3"),
        },
        new($"{prefix}003", High, type, "FTP deploys with a password, past the pipeline.", "Set siteConfig.ftpsState to Disabled.")
        {
            Check = site => site.MustBe("properties.siteConfig.ftpsState", "Disabled"),
        },
        new($"{prefix}004", High, type, "Instances that do not answer stay in rotation.", "Set siteConfig.healthCheckPath.")
        {
            Check = site => site.MustHave("properties.siteConfig.healthCheckPath"),
        },
        new($"{prefix}005", High, type, "Without an identity a site needs passwords to reach anything.", "Give it an identity.")
        {
            Check = site => site.Has("identity.type") ? site.MustNotBe("identity.type", "None") : [new Violation("identity", "is not set")],
        },
        new($"{prefix}006", Critical, type, "Plain settings are shown to everybody who may look at the site.", "Use @Microsoft.KeyVault(SecretUri=...).")
        {
            Check = site => site.Items("properties.siteConfig.appSettings").SelectMany((setting, i) =>
                setting["name"]?.AsString() is { } name && SecretNames.Matches(name) && setting["value"] is { IsNull: false } value
                && !value.ToString().Contains("@Microsoft.KeyVault(", StringComparison.Ordinal)
                    ? [new Violation($"properties.siteConfig.appSettings[{i}].value", $"is plain, though '{name}' sounds like a secret")]
                    : Array.Empty<Violation>()),
        },
        new($"{prefix}007", High, type, "Any site may then use the app with its visitor's browser.", "Name the origins.")
        {
            Check = site => site.Items("properties.siteConfig.cors.allowedOrigins").Any(origin => origin.AsString() == "*")
                ? [new Violation("properties.siteConfig.cors.allowedOrigins", "allows '*'")]
                : [],
        },
        new($"{prefix}008", High, type, "A tag can mean another image tomorrow; a digest cannot.", "Give the image with its digest: name@sha256:...")
        {
            Check = site => site.Text("properties.siteConfig.linuxFxVersion") is { } image && image.StartsWith("DOCKER|", StringComparison.OrdinalIgnoreCase)
                && !image.Contains("@sha256:", StringComparison.Ordinal)
                    ? [new Violation("properties.siteConfig.linuxFxVersion", $"is '{image}', which is not pinned by digest")]
                    : [],
        },
    ];
}
