using System.Globalization;
using Cake.Core.Diagnostics;

namespace Frostline.Hosting.CommandLine;

/// <summary>
/// Reads <c>--name=value</c>, <c>--name value</c> (for the host's own options only) and <c>--switch</c>, with one dash or two.
/// What the host does not know becomes an argument of the build and takes its value with <c>=</c>: nothing is swallowed by guessing.
/// </summary>
internal sealed class CommandLineParser
{
    private readonly List<string> targets = [];
    private readonly List<(string Name, string? Value)> arguments = [];
    private readonly HashSet<HostMode> modes = [];
    private HostCommand command = new() { Arguments = Array.Empty<string>().ToLookup(name => name, string? (_) => null) };

    public static HostCommand Parse(IEnumerable<string> args)
    {
        var parser = new CommandLineParser();
        var queue = new Queue<string>(args);
        while (queue.TryDequeue(out var arg))
            parser.Read(arg, queue);
        return parser.Finish();
    }

    private void Read(string arg, Queue<string> rest)
    {
        if (!arg.StartsWith('-') || arg.Trim('-').Length == 0)
            throw new UsageException($"'{arg}' is not an option. Name a task with --target={arg}; give an option its value with '=', as in --name=value.");
        var text = arg.TrimStart('-');
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? text : text[..equals];
        var value = equals < 0 ? null : text[(equals + 1)..];
        if (HostOption.Find(name) is not { } option)
        {
            arguments.Add((name, value));
            return;
        }

        if (option.Value is not null && value is null && rest.TryPeek(out var next) && !next.StartsWith('-'))
            value = rest.Dequeue();
        Apply(option, arg, value);
    }

    private void Apply(HostOption option, string arg, string? value)
    {
        if (option.Value is not null && string.IsNullOrWhiteSpace(value))
            throw new UsageException($"{arg}: the value is missing. Write --{option.Names[0]}={option.Value}.");
        if (option.Value is null && value is not null && !Switch(option, value))
            return;

        if (option == HostOption.Target)
            targets.Add(value!);
        else if (option == HostOption.WorkingDirectory)
            command = command with { WorkingDirectory = value };
        else if (option == HostOption.Verbosity)
            command = command with { Verbosity = ParseVerbosity(value!) };
        else if (option == HostOption.Parallel)
            command = command with { Parallel = ParseDegree(value!) };
        else if (option == HostOption.Sequential)
            command = command with { Parallel = 1 };
        else if (option == HostOption.KeepGoing)
            command = command with { KeepGoing = true };
        else if (option == HostOption.Exclusive)
            command = command with { Exclusive = true };
        else
            modes.Add(ModeOf(option));
    }

    private static bool Switch(HostOption option, string value) => bool.TryParse(value, out var on)
        ? on
        : throw new UsageException($"--{option.Names[0]}: '{value}' is neither true nor false. Write --{option.Names[0]} alone.");

    private static HostMode ModeOf(HostOption option) => option.Names[0] switch
    {
        "help" => HostMode.Help,
        "version" => HostMode.Version,
        "info" => HostMode.Info,
        "dryrun" => HostMode.DryRun,
        "tree" => HostMode.Tree,
        _ => HostMode.Description,
    };

    private static Verbosity ParseVerbosity(string value) => VerbosityParser.TryParse(value, out var verbosity)
        ? verbosity
        : throw new UsageException($"--verbosity: '{value}' is not a level. Give quiet, minimal, normal, verbose or diagnostic.");

    private static int ParseDegree(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var degree) && degree > 0
        ? degree
        : throw new UsageException($"--parallel: '{value}' is not a number of tasks. Give 1 or more.");

    private HostCommand Finish()
    {
        foreach (var target in targets)
            arguments.Add(("target", target));
        return command with
        {
            Mode = modes.Count == 0 ? HostMode.Run : modes.Min(),
            Targets = targets,
            Arguments = arguments.ToLookup(argument => argument.Name, argument => argument.Value, StringComparer.OrdinalIgnoreCase),
        };
    }
}
