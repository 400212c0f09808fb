using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Frostline.Delivery.Settings;

/// <summary>One service: what is built, the container app it becomes, how its health is judged.</summary>
public sealed record ServiceSettings
{
    /// <summary>The key under <c>services</c>.</summary>
    [JsonIgnore, FromKey]
    public string Name { get; init; } = "";

    /// <summary>Folder of the project, relative to the repository.</summary>
    [Description("Folder of the project, relative to the repository.")]
    public required string Project { get; init; }

    /// <summary>Image repository within the environment's registry.</summary>
    [Description("Image repository within the environment's registry.")]
    [Matches("^[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*$", "is not an image repository", "Use lower-case path parts such as 'shop/api', without registry and tag.")]
    public required string Image { get; init; }

    /// <summary>Name of the container app.</summary>
    [Description("Name of the container app.")]
    [Matches("^[a-z](?!.*--)[a-z0-9-]{0,30}[a-z0-9]$", "is not a container app name", "Use 2 to 32 lower-case letters, digits and single dashes, starting with a letter.")]
    public required string App { get; init; }

    /// <summary>Port on which the container listens.</summary>
    [Description("Port on which the container listens.")]
    [Between(1, 65535)]
    public int Port { get; init; } = 8080;

    /// <summary>CPU cores of one replica, in thousandths; memory is twice as many mebibytes, as the platform demands.</summary>
    [Description("CPU of one replica in thousandths of a core; memory follows as 2 GiB per core.")]
    [Between(250, 4000)]
    public int MilliCpu { get; init; } = 500;

    /// <summary>Startup, readiness and liveness.</summary>
    [Description("Startup, readiness and liveness probes.")]
    public ProbesSettings Probes { get; init; } = new();

    /// <summary>Environment variables by name; values may hold placeholders.</summary>
    [Description("Environment variables; values may hold ${services.<name>.url}, ${release.version}, ${release.commit}, ${environment}.")]
    [Keys("^[A-Za-z_][A-Za-z0-9_.]*$", "is not a variable name", "Use letters, digits, underscores and dots, starting with a letter.")]
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>Environment variables whose values are kept as container app secrets; values are placeholders.</summary>
    [Description("Environment variables kept as secrets of the container app; values are placeholders, never the secret itself.")]
    [Keys("^[A-Za-z_][A-Za-z0-9_.]*$", "is not a variable name", "Use letters, digits, underscores and dots, starting with a letter.")]
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>Requests the new revision must answer on its own host before it gets traffic.</summary>
    [Description("Requests that the new revision must answer on its own host before it gets traffic.")]
    public IReadOnlyList<SmokeCheck> Smoke { get; init; } = [];

    /// <summary>A load scenario whose requests that only read are smoke checks too, and so what rollouts probe with; null for none.</summary>
    [Description("A scenario of tests/LoadTests whose requests that only read are smoke checks too, and so what rollouts probe with.")]
    [Matches("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", "is not the name of a scenario", "Give the name of a file of tests/LoadTests, without its ending.")]
    public string? Scenario { get; init; }
}
