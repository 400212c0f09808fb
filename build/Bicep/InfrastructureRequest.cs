namespace Frostline.Bicep;

/// <summary>What to check.</summary>
public sealed record InfrastructureRequest
{
    /// <summary>The checkout; findings name files relative to it.</summary>
    public required string Root { get; init; }

    /// <summary>The main file.</summary>
    public required string MainFile { get; init; }

    /// <summary>The environments, each with its parameters.</summary>
    public required IReadOnlyList<InfrastructureEnvironment> Environments { get; init; }

    /// <summary>Today: the age of api-versions, prices and suppressions is counted from it.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>Where accepted plans are kept, <c>&lt;environment&gt;.json</c> each; null: nothing is compared.</summary>
    public string? Snapshots { get; init; }

    /// <summary>The plan of now becomes the accepted one.</summary>
    public bool UpdateSnapshots { get; init; }

    /// <summary>The price table; null: nothing is estimated.</summary>
    public string? Prices { get; init; }

    /// <summary>The policy settings; null: the rules' own levels.</summary>
    public string? Policy { get; init; }

    /// <summary>What <c>readEnvironmentVariable()</c> sees in parameter files.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>Everything a folder holds: <c>main.bicep</c>, <c>environments/*.bicepparam</c>, <c>prices.json</c>, <c>policy.json</c>, <c>snapshots/</c>.</summary>
    /// <param name="root">The checkout.</param>
    /// <param name="folder">For example <c>infrastructure</c>, below the checkout.</param>
    /// <param name="today">See <see cref="Today"/>.</param>
    /// <exception cref="InvalidDataException">There is no main file, or no environment.</exception>
    public static InfrastructureRequest ForFolder(string root, string folder, DateOnly today)
    {
        var path = Path.Combine(root, folder);
        var main = Path.Combine(path, "main.bicep");
        var parameters = Path.Combine(path, "environments");
        if (!File.Exists(main))
        {
            throw new InvalidDataException($"{folder}/main.bicep: does not exist. Name another file with --file=<path.bicep>.");
        }

        var environments = Directory.Exists(parameters)
            ? Directory.EnumerateFiles(parameters, "*.bicepparam").Order(StringComparer.Ordinal).Select(InfrastructureEnvironment.Of).ToArray()
            : [];
        return environments.Length == 0
            ? throw new InvalidDataException($"{folder}/environments: holds no parameters. Add <environment>.bicepparam for each environment.")
            : new InfrastructureRequest
            {
                Root = root,
                MainFile = main,
                Environments = environments,
                Today = today,
                Snapshots = Path.Combine(path, "snapshots"),
                Prices = Existing(path, "prices.json"),
                Policy = Existing(path, "policy.json"),
            };
    }

    /// <summary>One file by itself, with or without parameters; nothing is compared or priced.</summary>
    public static InfrastructureRequest ForFile(string root, string mainFile, string? parameterFile, DateOnly today) => new()
    {
        Root = root,
        MainFile = mainFile,
        Environments = [new InfrastructureEnvironment(Path.GetFileNameWithoutExtension(parameterFile ?? mainFile), parameterFile)],
        Today = today,
    };

    private static string? Existing(string folder, string name) => Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;
}

/// <summary>One environment.</summary>
/// <param name="Name">For example <c>staging</c>.</param>
/// <param name="ParameterFile">Null: the defaults do.</param>
public sealed record InfrastructureEnvironment(string Name, string? ParameterFile)
{
    /// <summary>The resource group the plan is made for, as ids and names are derived from it.</summary>
    public string ResourceGroup { get; init; } = Name;

    public string SubscriptionId { get; init; } = "00000000-0000-0000-0000-000000000000";

    public string Location { get; init; } = "westeurope";

    internal static InfrastructureEnvironment Of(string parameterFile) => new(Path.GetFileNameWithoutExtension(parameterFile), parameterFile);
}
