using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>Writes the bodies that make a service's app and its next revision.</summary>
/// <param name="Plan">The service and its candidate.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Release">The release.</param>
/// <param name="Registry">Where its image is.</param>
/// <param name="Resolve">Value of a placeholder, or null.</param>
internal sealed partial record AppTemplate(
    ServicePlan Plan, EnvironmentSettings Environment, ReleaseManifest Release, RegistryAccess Registry, Func<string, string?> Resolve)
{
    private const string RegistrySecret = "registry-password";

    /// <summary>Revisions that run no more and that the platform keeps: an old release can run again from its own template.</summary>
    private const int KeptInactive = 3;

    private ServiceSettings Service => Plan.Service;

    /// <summary>The whole app, for one that does not exist: only then may traffic follow the latest revision, because a first revision that is
    /// named hangs.</summary>
    public JsonObject Create(string environmentId)
    {
        var configuration = Configuration([]);
        configuration["ingress"] = new JsonObject
        {
            ["external"] = true,
            ["targetPort"] = Service.Port,
            ["transport"] = "auto",
            ["traffic"] = new JsonArray(new JsonObject { ["latestRevision"] = true, ["weight"] = 100 }),
        };
        return new JsonObject
        {
            ["location"] = Environment.Location,
            ["properties"] = new JsonObject { ["environmentId"] = environmentId, ["configuration"] = configuration, ["template"] = Template() },
        };
    }

    /// <summary>The change that makes a new revision of an app; its traffic stays.</summary>
    /// <param name="secrets">Secrets of the app with their values: the array is replaced whole.</param>
    public JsonObject Change(JsonArray secrets) =>
        new() { ["properties"] = new JsonObject { ["configuration"] = Configuration(secrets), ["template"] = Template() } };

    private JsonObject Configuration(JsonArray known)
    {
        var registry = new JsonObject { ["server"] = Registry.Server };
        var own = Service.Secrets.Where(pair => !IsLeftToKeyVault(pair.Key, pair.Value, known))
            .ToDictionary(pair => SecretName(pair.Key), pair => Placeholders.Fill(pair.Value, Resolve));
        if (Registry is { User: { } user, Password: { } password })
        {
            registry["username"] = user;
            registry["passwordSecretRef"] = RegistrySecret;
            own[RegistrySecret] = password.Reveal();
        }
        else
        {
            registry["identity"] = "system-environment";
        }

        var names = known.OfType<JsonObject>().Select(secret => (string?)secret["name"] ?? "").ToHashSet();
        var kept = known.OfType<JsonObject>().Select(secret => own.TryGetValue((string?)secret["name"] ?? "", out var value) ? Written((string)secret["name"]!, value) : Kept(secret));
        var added = own.Where(pair => !names.Contains(pair.Key)).Select(pair => Written(pair.Key, pair.Value));
        return new JsonObject
        {
            ["activeRevisionsMode"] = "Multiple",
            ["maxInactiveRevisions"] = KeptInactive,
            ["registries"] = new JsonArray(registry),
            ["secrets"] = new JsonArray([.. kept, .. added]),
        };
    }

    private static JsonObject Written(string name, string value) => new JsonObject { ["name"] = name, ["value"] = value };

    /// <summary>The platform shows the value that a reference leads to; sent back, it would take the reference's place.</summary>
    private static JsonObject Kept(JsonObject secret)
    {
        var copy = (JsonObject)secret.DeepClone();
        if (copy["keyVaultUrl"] is not null)
            copy.Remove("value");
        return copy;
    }

    /// <summary>A secret that this run has no value for, while the app has a reference: there, apps sign in by identity.</summary>
    private bool IsLeftToKeyVault(string variable, string value, JsonArray known) =>
        Placeholders.In(value).Any(placeholder => Resolve(placeholder) is null)
        && known.OfType<JsonObject>().Any(secret => (string?)secret["name"] == SecretName(variable) && secret["keyVaultUrl"] is not null);

    private JsonObject Template() => new()
    {
        ["revisionSuffix"] = Plan.Suffix,
        ["terminationGracePeriodSeconds"] = Math.Clamp((int)Math.Ceiling(Environment.Drain.TotalSeconds), 10, 600),
        ["containers"] = new JsonArray(Container()),
        ["scale"] = new JsonObject { ["minReplicas"] = Environment.Replicas.Minimum, ["maxReplicas"] = Environment.Replicas.Maximum },
    };

    private JsonObject Container() => new()
    {
        ["name"] = Service.App,
        ["image"] = Release.Services.Single(released => released.Name == Service.Name).Image,
        ["env"] = new JsonArray([.. Variables()]),
        ["probes"] = new JsonArray([.. Probes()]),
        ["resources"] = new JsonObject
        {
            ["cpu"] = Service.MilliCpu / 1000.0,
            ["memory"] = string.Create(CultureInfo.InvariantCulture, $"{Service.MilliCpu * 2 / 1000.0}Gi"),
        },
    };

    private IEnumerable<JsonNode> Variables()
    {
        yield return Variable(ReleaseTags.ReleaseVariable, Release.Version);
        yield return Variable(ReleaseTags.CommitVariable, Release.Commit);
        yield return Variable(ReleaseTags.SourcesVariable, Release.Sources);
        foreach (var (name, value) in Service.EnvironmentVariables)
            yield return Variable(name, Placeholders.Fill(value, Resolve));
        foreach (var name in Service.Secrets.Keys)
            yield return new JsonObject { ["name"] = name, ["secretRef"] = SecretName(name) };
    }

    private IEnumerable<JsonNode> Probes()
    {
        foreach (var (type, probe) in new[] { ("Startup", Service.Probes.Startup), ("Liveness", Service.Probes.Liveness), ("Readiness", Service.Probes.Readiness) })
        {
            if (probe is not null)
                yield return Probe(type, probe);
        }
    }

    private JsonObject Probe(string type, ProbeSettings probe) => new()
    {
        ["type"] = type,
        ["httpGet"] = new JsonObject { ["path"] = probe.Path, ["port"] = Service.Port, ["scheme"] = "HTTP" },
        ["periodSeconds"] = (int)probe.Period.TotalSeconds,
        ["timeoutSeconds"] = (int)probe.Timeout.TotalSeconds,
        ["initialDelaySeconds"] = (int)probe.InitialDelay.TotalSeconds,
        ["failureThreshold"] = probe.FailureThreshold,
    };

    private static JsonObject Variable(string name, string value) => new() { ["name"] = name, ["value"] = value };

    /// <summary>The platform's form of a secret's name: <c>ConnectionStrings__Coffee</c> becomes <c>connectionstrings-coffee</c>.</summary>
    internal static string SecretName(string variable) => NotAllowed().Replace(variable.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotAllowed();
}
