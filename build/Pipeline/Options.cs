using System.Globalization;
using Cake.Core;
using Frostline.Pipeline.LoadTests;

namespace Frostline.Pipeline;

/// <summary>Every command-line option of the tasks, named and read once.</summary>
public sealed record Options
{
    /// <summary>Name, value and meaning of each, as <c>--help</c> shows them.</summary>
    public static IReadOnlyList<(string Name, string? Value, string Meaning)> All { get; } =
    [
        ("environment", "NAME", "The environment of infrastructure/pipeline.json to work on. Default: staging; production for BlueGreen"),
        ("cloud", "local|azure", "LocalAzure on this machine, or Azure. Default: local"),
        ("force", null, "Deploy although this release is live already; let Rollback go back although the schema may not fit, and Migrate although values are lost, once a backup is proven"),
        ("approve", null, "State that a person approved, for environments that ask for it"),
        ("release", "VERSION", "The release that BlueGreen promotes. Default: the newest one that staging proved"),
        ("unproven", null, "Let BlueGreen promote a --release that staging never proved, from this checkout's artifacts"),
        ("pause-at", "PERCENT", "Let BlueGreen wait for a person at that step; 0 before any traffic moves"),
        ("resume", null, "Let BlueGreen go on with the rollout that waits, or that a run left at a step"),
        ("abort", null, "Let BlueGreen take back what such a rollout did, and nothing else"),
        ("filter", "TEXT", "Run only tests whose full name contains it, or only such parts of the benchmark migrate"),
        ("project", "TEXT", "Run only test projects whose name contains it"),
        ("no-coverage", null, "Test without measuring coverage: quicker, and no gate"),
        ("format", "text|json", "How Status answers. Default: text"),
        ("to", "VERSION|MIGRATION", "The release that Rollback goes back to, by default the one before; the migration that Migrate stops at, by default the newest"),
        ("database", null, "Let Rollback take the schema back too, where that loses nothing"),
        ("backup", "ID", "The backup that Restore brings back, or RestoreTest tests. Default for RestoreTest: the newest"),
        ("into", "DATABASE", "The database that Restore puts the backup in the place of. Default: the environment's, when it was backed up"),
        ("lock", "status|release", "What Lock does. Default: status"),
        ("name", "NAME", "The benchmark to run"),
        ("contract", null, "Let Migrate and BlueGreen take away what the release that serves does not use any more, once nothing older runs"),
        ("plan", null, "Let Bicep show all resources as a tree; let Migrate show statements, locks and hazards, and do nothing else"),
        ("update-snapshots", null, "Let Bicep accept today's plans"),
        ("what-if", null, "Let Bicep ask the platform what a deployment of --environment would change"),
        ("deploy", null, "Let Bicep deploy the infrastructure of --environment"),
        ("file", "PATH", "The Bicep file to check instead of the infrastructure, from the root of the checkout"),
        ("params", "PATH", "The parameter file for --file"),
        ("path", "FOLDER|TAR", "The folder to scan instead of the checkout; or an image, as docker save or an OCI archive"),
        ("since", "DATE|COMMIT", "Scan only commits after it for secrets"),
        ("update-baseline", null, "Let Scan accept what it finds today"),
        ("engine", "layers|docker", "How Image packs: layers written here, or each service's Dockerfile on a Docker engine. Default: layers"),
        ("base", "REFERENCE", "The image that Image packs upon, pinned by digest. Default: none for LocalAzure, that of the settings for Azure"),
        ("sdk", "REFERENCE", "The image that --engine=docker compiles in, pinned by digest. Default: that of the Dockerfile"),
        ("state", null, "Let Clean delete LocalAzure's apps and databases too"),
        .. LoadTestOptions.All,
    ];

    /// <summary>Tasks that <c>--plan</c> belongs to.</summary>
    private static readonly string[] Planners = ["Bicep", "Migrate"];

    public required string Environment { get; init; }

    public required string Cloud { get; init; }

    public required bool Force { get; init; }

    public required bool Approve { get; init; }

    public required string? Release { get; init; }

    public required bool Unproven { get; init; }

    public required int? PauseAt { get; init; }

    public required bool Resume { get; init; }

    public required bool Abort { get; init; }

    public required string? Filter { get; init; }

    public required string? Project { get; init; }

    public required bool NoCoverage { get; init; }

    public required string Format { get; init; }

    public required string Lock { get; init; }

    public required string? To { get; init; }

    public required bool Database { get; init; }

    public required string? Backup { get; init; }

    public required string? Into { get; init; }

    public required string? Name { get; init; }

    public required bool Contract { get; init; }

    public required bool Plan { get; init; }

    public required bool UpdateSnapshots { get; init; }

    public required bool WhatIf { get; init; }

    public required bool Deploy { get; init; }

    public required string? File { get; init; }

    public required string? Params { get; init; }

    public required string? Path { get; init; }

    public required string? Since { get; init; }

    public required string? Url { get; init; }

    public required bool UpdateBaseline { get; init; }

    public required string Engine { get; init; }

    public required string? Base { get; init; }

    public required string? Sdk { get; init; }

    public required bool State { get; init; }

    public required LoadTestOptions Load { get; init; }

    /// <summary>The targets as asked for.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Whether a task is asked, by its name, to tell what it would do.</summary>
    public bool Plans(string task) => Plan && Targets.Contains(task, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="OptionsException">A value is none of those an option takes; all mistakes at once.</exception>
    public static Options Read(ICakeArguments arguments)
    {
        var errors = new List<string>();
        string[] targets = [.. arguments.GetArguments("target")];
        var options = new Options
        {
            Environment = Text("environment") ?? (targets.Contains("BlueGreen", StringComparer.OrdinalIgnoreCase) ? "production" : "staging"),
            Cloud = Choice("cloud"),
            Force = arguments.HasArgument("force"),
            Approve = arguments.HasArgument("approve"),
            Release = Text("release"),
            Unproven = arguments.HasArgument("unproven"),
            PauseAt = Percent("pause-at"),
            Resume = arguments.HasArgument("resume"),
            Abort = arguments.HasArgument("abort"),
            Filter = Text("filter"),
            Project = Text("project"),
            NoCoverage = arguments.HasArgument("no-coverage"),
            Format = Choice("format"),
            Lock = Choice("lock"),
            To = Text("to"),
            Database = arguments.HasArgument("database"),
            Backup = Text("backup"),
            Into = Text("into"),
            Name = Text("name"),
            Contract = arguments.HasArgument("contract"),
            Plan = arguments.HasArgument("plan"),
            UpdateSnapshots = arguments.HasArgument("update-snapshots"),
            WhatIf = arguments.HasArgument("what-if"),
            Deploy = arguments.HasArgument("deploy"),
            File = Text("file"),
            Params = Text("params"),
            Path = Text("path"),
            Since = Text("since"),
            Url = Text("url"),
            UpdateBaseline = arguments.HasArgument("update-baseline"),
            Engine = Choice("engine"),
            Base = Text("base"),
            Sdk = Text("sdk"),
            State = arguments.HasArgument("state"),
            Load = LoadTestOptions.Read(arguments, errors),
            Targets = targets,
        };
        if (options is { Resume: true, Abort: true })
            errors.Add("--abort: cannot be given with --resume. Leave one of them out.");
        if (options.Plan && targets.Except(Planners, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } target)
            errors.Add($"--plan: {target} has none. Give it with --target={string.Join(" or --target=", Planners)}.");
        return errors.Count == 0 ? options : throw new OptionsException(errors);

        string? Text(string name) => arguments.GetArguments(name).LastOrDefault();

        int? Percent(string name)
        {
            if (Text(name) is not { } value)
                return null;
            if (int.TryParse(value, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and < 100)
                return percent;
            errors.Add($"--{name}: '{value}' is not a whole number from 0 to 99. Give the weight of a step before the last one, or 0.");
            return null;
        }

        string Choice(string name)
        {
            var choices = All.Single(option => option.Name == name).Value!.Split('|');
            var value = Text(name) ?? choices[0];
            if (!choices.Contains(value))
                errors.Add($"--{name}: '{value}' is not one of its values. Give {string.Join(" or ", choices)}.");
            return value;
        }
    }
}
