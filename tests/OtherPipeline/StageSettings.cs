using System.Security.Cryptography;
using System.Text;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace OtherPipeline;

/// <summary>An environment for a test, with two services, and releases of one image. The same name makes the same in every process.</summary>
internal static class StageSettings
{
    public const string Repository = "contract/replica";

    public static EnvironmentSettings Environment(string stage) => new()
    {
        Name = "staging",
        Subscription = "00000000-0000-0000-0000-000000000000",
        ResourceGroup = $"contract-{stage}",
        Location = "westeurope",
        ManagedEnvironment = $"contract-{stage}",
        Registry = "unused.azurecr.io",
        Replicas = new ReplicaSettings { Minimum = 1, Maximum = 2 },
        ReadyTimeout = TimeSpan.FromMinutes(3),
        Drain = TimeSpan.FromMilliseconds(500),
    };

    /// <summary>The environment with every phase of a judged rollout and as little waiting as there can be: its steps are not watched.</summary>
    public static EnvironmentSettings Hasty(EnvironmentSettings environment, TimeSpan standby = default) => environment with
    {
        Drain = TimeSpan.FromMilliseconds(100),
        Rollout = new RolloutSettings { Bake = TimeSpan.Zero, Standby = standby },
    };

    public static PipelineSettings Pipeline(string stage, EnvironmentSettings environment) => Pipeline(stage, environment, [], []);

    /// <param name="stage">Name of the stage.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="api">Variables of the API's revisions.</param>
    /// <param name="web">Variables of the web's revisions.</param>
    public static PipelineSettings Pipeline(string stage, EnvironmentSettings environment, (string Name, string Value)[] api, (string Name, string Value)[] web) => new()
    {
        Product = "contract",
        Services = new OrderedDictionary<string, ServiceSettings>
        {
            ["api"] = Service("api", $"{stage}-api", api),
            ["web"] = Service("web", $"{stage}-web", [("API", "${services.api.url}"), .. web]),
        },
        Environments = new Dictionary<string, EnvironmentSettings> { ["staging"] = environment },
    };

    /// <param name="version">The release's version, which stands for its sources too.</param>
    /// <param name="image">Reference of both services' image, by digest.</param>
    public static ReleaseManifest Release(string version, string image)
    {
        var digest = image[(image.IndexOf('@', StringComparison.Ordinal) + 1)..];
        return new ReleaseManifest
        {
            Version = version,
            Commit = "",
            Sources = Sources(version),
            Created = DateTimeOffset.UnixEpoch,
            Services = [new("api", image, digest), new("web", image, digest)],
        };
    }

    public static string Sources(string version) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version)));

    private static ServiceSettings Service(string service, string app, (string Name, string Value)[] variables) => new()
    {
        Name = service,
        Project = service,
        Image = Repository,
        App = app,
        Probes = new ProbesSettings
        {
            Startup = new ProbeSettings { Path = "/live", Period = TimeSpan.FromSeconds(1), FailureThreshold = 60 },
            // A replica that serves stays ready though a busy machine keeps an answer waiting.
            Readiness = new ProbeSettings { Path = "/ready", Period = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(10), FailureThreshold = 10 },
        },
        EnvironmentVariables = variables.ToDictionary(variable => variable.Name, variable => variable.Value),
        Smoke = [new SmokeCheck { Path = "/environment", Contains = "${release.version}" }],
    };
}
