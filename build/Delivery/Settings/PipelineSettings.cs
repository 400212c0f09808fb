using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Frostline.Delivery.Settings;

/// <summary>Everything <c>infrastructure/pipeline.json</c> says, checked: the one file an adopter edits.</summary>
public sealed record PipelineSettings
{
    /// <summary>The product's name; the default database server of an environment is named after it.</summary>
    [Description("Name of the product, used in names of shared resources.")]
    [Matches("^[a-z][a-z0-9-]{0,29}[a-z0-9]$", "is not a product name", "Use 2 to 31 lower-case letters, digits and dashes, starting with a letter.")]
    public required string Product { get; init; }

    /// <summary>The services of the product by name, in the order of the file: the order in which traffic moves.</summary>
    [Description("The services that are released together, in the order in which traffic moves.")]
    [Keys("^[a-z][a-z0-9-]{0,30}$", "is not a service name", "Use up to 31 lower-case letters, digits and dashes, starting with a letter.")]
    public required IReadOnlyDictionary<string, ServiceSettings> Services { get; init; }

    /// <summary>The product's database, or null when it has none.</summary>
    [Description("The database that the services share. Leave out when there is none.")]
    public DatabaseSettings? Database { get; init; }

    /// <summary>How images are made and signed.</summary>
    [Description("How the services' images are made and signed.")]
    public ImageSettings Images { get; init; } = new();

    /// <summary>Which test projects run, and the coverage gate.</summary>
    [Description("Test projects and the coverage gate.")]
    public TestSettings Tests { get; init; } = new();

    /// <summary>The environments by name.</summary>
    [Description("The environments that can be deployed to.")]
    [Keys("^[a-z][a-z0-9-]{0,19}$", "is not an environment name", "Use up to 20 lower-case letters, digits and dashes, starting with a letter.")]
    public required IReadOnlyDictionary<string, EnvironmentSettings> Environments { get; init; }

    /// <summary>Full path of the repository that the settings belong to; project paths are relative to it.</summary>
    [JsonIgnore]
    public string Root { get; init; } = "";

    /// <summary>Reads and checks the settings. The repository is the folder above the file's own.</summary>
    /// <param name="path">Path of <c>infrastructure/pipeline.json</c>.</param>
    /// <exception cref="SettingsException">Anything is wrong; all errors at once.</exception>
    public static PipelineSettings Load(string path) => SettingsFile.Load(path);

    /// <summary>The environment of that name.</summary>
    /// <exception cref="SettingsException">There is none; names the nearest and all others.</exception>
    public EnvironmentSettings Environment(string name) => Environments.TryGetValue(name, out var environment)
        ? environment
        : throw new SettingsException([new("--environment", name, "is not an environment", Nearest.Remedy(name, Environments.Keys))]);

    /// <summary>Name of the database in an environment, such as <c>coffee_staging</c>: one cluster can hold several environments.</summary>
    public string DatabaseName(string environment) =>
        $"{Database?.Name ?? Product}_{environment}".Replace('-', '_');
}
