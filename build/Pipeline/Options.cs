using Cake.Core;

namespace Frostline.Pipeline;

/// <summary>Every command-line option of the tasks, named and read once.</summary>
public sealed record Options
{
    /// <summary><c>--environment</c>: which environment of the settings a task works on. Default staging.</summary>
    public required string Environment { get; init; }

    /// <summary><c>--cloud</c>: <c>local</c> (default: LocalAzure on this machine) or <c>azure</c>.</summary>
    public required string Cloud { get; init; }

    /// <summary><c>--force</c>: deploy although this release is live already.</summary>
    public bool Force { get; init; }

    /// <summary><c>--approve</c>: states that a person approved, for environments that ask for it.</summary>
    public bool Approve { get; init; }

    /// <summary><c>--filter</c>: run only tests whose full name contains this.</summary>
    public string? Filter { get; init; }

    /// <summary><c>--project</c>: run only test projects whose name contains this.</summary>
    public string? Project { get; init; }

    /// <summary><c>--no-coverage</c>: measure nothing, gate nothing, be quicker.</summary>
    public bool NoCoverage { get; init; }

    /// <summary><c>--format</c>: <c>text</c> (default) or <c>json</c>.</summary>
    public required string Format { get; init; }

    /// <summary><c>--lock</c>: <c>status</c> (default) or <c>release</c>, what the task Lock does.</summary>
    public required string Lock { get; init; }

    /// <summary><c>--name</c>: which benchmark to run.</summary>
    public string? Name { get; init; }

    /// <summary><c>--state</c>: <c>Clean</c> deletes LocalAzure's state too.</summary>
    public bool State { get; init; }

    /// <summary>The targets as asked for.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    public static Options Read(ICakeArguments arguments)
    {
        var errors = new List<string>();
        var options = new Options
        {
            Environment = Value("environment") ?? "staging",
            Cloud = Choice("cloud", "local", "azure"),
            Approve = arguments.HasArgument("approve"),
            Force = arguments.HasArgument("force"),
            Filter = Value("filter"),
            Project = Value("project"),
            NoCoverage = arguments.HasArgument("no-coverage"),
            Format = Choice("format", "text", "json"),
            Lock = Choice("lock", "status", "release"),
            Name = Value("name"),
            State = arguments.HasArgument("state"),
            Targets = [.. arguments.GetArguments("target")],
        };
        return errors.Count == 0 ? options : throw new OptionsException(errors);

        string? Value(string name) => arguments.GetArguments(name).LastOrDefault();

        string Choice(string name, params string[] choices)
        {
            var value = Value(name) ?? choices[0];
            if (!choices.Contains(value))
                errors.Add($"--{name}: '{value}' is not one of its values. Give {string.Join(" or ", choices)}.");
            return value;
        }
    }
}
