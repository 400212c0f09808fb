using System.Text.RegularExpressions;
using Frostline.Bicep.Evaluation;
using static Frostline.Bicep.Policy.PolicySeverity;

namespace Frostline.Bicep.Policy.Rules;

/// <summary>Container apps and their environments.</summary>
internal static partial class ContainerAppRules
{
    private const string App = "Microsoft.App/containerApps";
    private const string Environment = "Microsoft.App/managedEnvironments";
    private const string Ingress = "properties.configuration.ingress";
    private const string Scale = "properties.template.scale";

    private static readonly string[] ProbeTypes = ["Liveness", "Readiness"];

    public static IEnumerable<PolicyRule> All =>
    [
        new("ACA001", High, App, "Insecure ingress answers requests that anybody on the way can read.", "Set allowInsecure to false.")
        {
            Check = app => app.MustNotBe($"{Ingress}.allowInsecure", "true"),
        },
        new("ACA002", High, App, "Without an identity an app needs passwords to reach anything.", "Give it a user-assigned identity.")
        {
            Check = app => app.Has("identity.type") ? app.MustNotBe("identity.type", "None") : [new Violation("identity", "is not set")],
        },
        new("ACA003", High, App, "A registry password must be kept, rotated and can leak.", "Name the app's identity under registries instead of username and password.")
        {
            Check = app => Each(app, "properties.configuration.registries", (registry, at) =>
                registry["identity"] is null ? [new Violation(at, "names no identity")] : registry["passwordSecretRef"] is { IsNull: false } ? [new Violation($"{at}.passwordSecretRef", "is set")] : []),
        },
        new("ACA004", Critical, App, "A secret in a template is in its history and in the deployment's records.", "Refer to Key Vault: keyVaultUrl and identity.")
        {
            Check = app => Each(app, "properties.configuration.secrets", (secret, at) =>
                secret["value"] is { IsNull: false, ContainsSecret: false } ? [new Violation($"{at}.value", "is written in the template")] : []),
        },
        new("ACA005", Critical, App, "Plain environment values are shown to everybody who may look at the app.", "Use secretRef.")
        {
            Check = app => Containers(app, (container, at) => container["env"]?.Items.SelectMany((variable, i) =>
                variable.Value["name"]?.AsString() is { } name && variable.Value["value"] is { IsNull: false } && SecretNames.Matches(name)
                    ? [new Violation($"{at}.env[{i}].value", $"is plain, though '{name}' sounds like a secret")]
                    : Array.Empty<Violation>()) ?? []),
        },
        new("ACA006", High, App, "A tag can mean another image tomorrow; a digest cannot.", "Give the image with its digest: name@sha256:...")
        {
            Check = app => Containers(app, (container, at) => container["image"]?.AsString() is { } image && !image.Contains("@sha256:", StringComparison.Ordinal)
                ? [new Violation($"{at}.image", $"is '{image}', which is not pinned by digest")]
                : []),
        },
        new("ACA007", High, App, "Without probes traffic reaches replicas that are not ready, and dead ones stay.", "Add httpGet probes of type Liveness and Readiness.")
        {
            Check = app => app.Has(Ingress) ? Containers(app, (container, at) => ProbeTypes
                .Where(type => !(container["probes"]?.Items.Any(probe => Same(probe.Value["type"], type) && probe.Value["httpGet"] is not null) ?? false))
                .Select(type => new Violation($"{at}.probes", $"has no httpGet probe of type {type}"))) : [],
        },
        new("ACA008", Low, App, "The front page says nothing about health and costs more than a health check.", "Probe a health address.")
        {
            Check = app => Containers(app, (container, at) => (container["probes"]?.Items ?? []).SelectMany((probe, i) =>
                Same(probe.Value.Find("httpGet.path"), "/") ? [new Violation($"{at}.probes[{i}].httpGet.path", "is '/'")] : Array.Empty<Violation>())),
        },
        new("ACA009", High, App, "One replica means an outage at every restart.", "Set minReplicas to 2 or more.")
        {
            ProductionOnly = true,
            Check = app => app.AtLeast($"{Scale}.minReplicas", 2),
        },
        new("ACA010", Low, App, "Without an upper limit that fits, load or cost is not bounded.", "Set maxReplicas to at least minReplicas.")
        {
            Check = app => app.Has($"{Scale}.maxReplicas") ? app.AtLeast($"{Scale}.maxReplicas", app[$"{Scale}.minReplicas"]?.AsInteger() ?? 0) : app.MustHave($"{Scale}.maxReplicas"),
        },
        new("ACA012", Medium, App, "The platform refuses rules that allow and deny at once.", "Use one action for all ipSecurityRestrictions.")
        {
            Check = app => app.Items($"{Ingress}.ipSecurityRestrictions").Select(rule => rule["action"]?.AsString()).Distinct().Count() > 1
                ? [new Violation($"{Ingress}.ipSecurityRestrictions", "mixes Allow and Deny")]
                : [],
        },
        new("ACA013", Low, App, "Sticky sessions keep visitors on replicas that should drain.", "Keep state out of the app and set affinity to none.")
        {
            Check = app => app.MustNotBe($"{Ingress}.stickySessions.affinity", "sticky"),
        },
        new("ACA014", High, App, "The platform refuses other names.", "Use 2 to 32 of a-z, 0-9 and '-', beginning with a letter and not ending with '-'.")
        {
            Check = app => app.Resource.Name.Contains('[', StringComparison.Ordinal) || AppName().IsMatch(app.Name) ? [] : [new Violation("name", $"is '{app.Name}'")],
        },
        new("ACA016", High, App, "Any site may then use the app with its visitor's browser.", "Name the origins.")
        {
            Check = app => Each(app, $"{Ingress}.corsPolicy.allowedOrigins", (origin, at) => Same(origin, "*") ? [new Violation(at, "is '*'")] : []),
        },
        new("ACA017", High, App, "The consumption plan takes only cpu in quarters with two GiB for each core.", "Use for example 0.5 and '1Gi'.")
        {
            Check = app => Containers(app, (container, at) => Quantity.Of(container.Find("resources.cpu")) is { } cpu && Quantity.Of(container.Find("resources.memory")) is { } memory
                && Same(app["properties.workloadProfileName"] ?? new StringValue("Consumption"), "Consumption") && (cpu % 0.25m != 0 || cpu is 0 or > 4 || memory != 2 * cpu)
                    ? [new Violation($"{at}.resources", $"asks for {cpu} cores with {memory} GiB")]
                    : []),
        },
        new("ACA020", Medium, App, "Revisions side by side need weights that make a whole.", "Give traffic whose weights sum to 100.")
        {
            Check = app => app.Is("properties.configuration.activeRevisionsMode", "Multiple") && app.Has(Ingress) && !app.IsSymbolic($"{Ingress}.traffic")
                && app.Items($"{Ingress}.traffic").Sum(weight => weight["weight"]?.AsInteger() ?? 0) != 100
                    ? [new Violation($"{Ingress}.traffic", "does not sum to 100")]
                    : [],
        },
        new("ACA021", Low, App, "Inactive revisions pile up until the platform refuses new ones.", "Set maxInactiveRevisions.")
        {
            Check = app => app.Is("properties.configuration.activeRevisionsMode", "Multiple") ? app.MustHave("properties.configuration.maxInactiveRevisions") : [],
        },
        new("ACE001", High, Environment, "One zone lost is the whole environment lost, and this cannot be changed later.", "Set zoneRedundant to true and give an infrastructure subnet.")
        {
            ProductionOnly = true,
            Check = environment => [.. environment.MustBe("properties.zoneRedundant", "true"), .. environment.MustHave("properties.vnetConfiguration.infrastructureSubnetId")],
        },
        new("ACE002", Medium, Environment, "Apps of production are reached past the firewall.", "Set publicNetworkAccess to Disabled, or vnetConfiguration.internal to true.")
        {
            ProductionOnly = true,
            Check = environment => environment.Is("properties.vnetConfiguration.internal", "true") ? [] : environment.MustBe("properties.publicNetworkAccess", "Disabled"),
        },
        new("ACE003", Medium, Environment, "Traffic between apps is then readable within the network.", "Enable peerTrafficConfiguration.encryption or peerAuthentication.mtls.")
        {
            Check = environment => environment.Is("properties.peerAuthentication.mtls.enabled", "true") || environment.Is("properties.peerTrafficConfiguration.encryption.enabled", "true")
                ? []
                : [new Violation("properties.peerTrafficConfiguration", "does not encrypt, and mTLS is off")],
        },
        new("ACE004", Medium, Environment, "Without a destination logs are lost with the replica.", "Set appLogsConfiguration.destination.")
        {
            Check = environment => environment.MustBe("properties.appLogsConfiguration.destination", "azure-monitor", "log-analytics"),
        },
    ];

    private static IEnumerable<Violation> Containers(PolicySubject app, Func<BicepValue, string, IEnumerable<Violation>> check) =>
        Each(app, "properties.template.containers", check);

    private static IEnumerable<Violation> Each(PolicySubject app, string path, Func<BicepValue, string, IEnumerable<Violation>> check) =>
        app.Items(path).SelectMany((item, i) => item.IsSymbolic ? [] : check(item, $"{path}[{i}]"));

    private static bool Same(BicepValue? value, string text) => string.Equals(value?.AsString(), text, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("^[a-z][0-9a-z-]{0,30}[0-9a-z]$")]
    private static partial Regex AppName();
}
