namespace Frostline.Pipeline;

/// <summary>Every path of a checkout, named once.</summary>
public sealed class Paths(string root)
{
    public string Root { get; } = root;

    public string Solution => Of("Frostline.slnx");

    public string Settings => Of("infrastructure", "pipeline.json");

    /// <summary>Everything LocalAzure keeps.</summary>
    public string State => Of(".local");

    /// <summary>Backups of LocalAzure's databases.</summary>
    public string LocalBackups => Of(".local", "backups");

    /// <summary>Everything a run makes.</summary>
    public string Artifacts => Of("artifacts");

    /// <summary>What <c>Compile</c> keeps of what it compiled.</summary>
    public string Compiled(string file) => Of("artifacts", "compiled", file);

    public string Tests => Of("artifacts", "test");

    public string Images => Of("artifacts", "images");

    /// <summary>Layers on their way from one registry to another.</summary>
    public string Copies => Of("artifacts", "copies");

    /// <summary>Base images by digest.</summary>
    public string BaseImages => Of("artifacts", "base-images");

    public string Run => Of("artifacts", "run");

    public string Bicep => Of("artifacts", "bicep");

    /// <summary>A folder for each load test.</summary>
    public string Load => Of("artifacts", "load");

    /// <summary>Scenarios and baselines.</summary>
    public string LoadTests => Of("tests", "LoadTests");

    public string Scan => Of("artifacts", "scan");

    public string Baseline(string name) => Of("tests", "LoadTests", "baselines", $"{name}.json");

    public string Benchmarks => Of("artifacts", "benchmarks");

    /// <summary>Where the compiler puts a project's assembly.</summary>
    public string Output(string project) => Of("artifacts", "bin", project, "release");

    public string Published(string service) => Of("artifacts", "publish", service);

    /// <summary>Where a service is compiled for its image.</summary>
    public string Packing(string service) => Of("artifacts", "packing", service);

    public string Release(string version) => Of("artifacts", "releases", version);

    /// <summary>Journals and outcomes of an environment's rollouts and rollbacks, a folder for each.</summary>
    public string Rollouts(string environment) => Of("artifacts", "rollouts", environment);

    /// <summary>Plan and outcome of an environment's last migration.</summary>
    public string Migrations(string environment) => Of("artifacts", "migrate", environment);

    public string Of(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A path as people read it: from the root of the checkout.</summary>
    public string Relative(string path) => Path.GetRelativePath(Root, path);
}
