using System.Globalization;
using System.Text.Json.Nodes;
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
internal sealed record AppTemplate(
    ServicePlan Plan, EnvironmentSettings Environment, ReleaseManifest Release, RegistryAccess Registry, Func<string, string?> Resolve)
{
    private ServiceSettings Service => Plan.Service;

    private AppConfiguration Configuration => new(Service, Registry, Resolve);

    /// <summary>The whole app, for one that does not exist: only then may traffic follow the latest revision, because a first revision that is
    /// named hangs.</summary>
    public JsonObject Create(string environmentId)
    {
        var configuration = Configuration.Write([]);
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
        new() { ["properties"] = new JsonObject { ["configuration"] = Configuration.Write(secrets), ["template"] = Template() } };

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
            yield return new JsonObject { ["name"] = name, ["secretRef"] = AppConfiguration.SecretName(name) };
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
}
