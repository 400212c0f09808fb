using System.Globalization;

namespace LocalAzure;

/// <summary>What was typed. <see cref="Error"/> says what is wrong with it.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        LocalAzure: the part of Azure that Frostline deploys to, on this machine.

          dotnet LocalAzure.dll --state <folder>          run; keeps everything in the folder
          dotnet LocalAzure.dll --state <folder> --down   end it, and all it started

          --delete-databases   with --down: delete the databases too, also where they are kept outside the folder
          --build=<id>   recorded in localazure.json, for who wants to know which build runs
          --help         this text

        Exit codes: 0 ended as asked, 1 failed, 2 wrong arguments, 3 another instance has the folder.
        """;

    public string? StateFolder { get; private init; }

    public bool Down { get; private init; }

    public bool DeleteDatabases { get; private init; }

    public bool Help { get; private init; }

    /// <summary>For tests, and not told by <see cref="Usage"/>: after so many changes of the state are on disk the program ends as a kill would end it.</summary>
    public int? DieAtWrite { get; private init; }

    public string Build { get; private init; } = "";

    public string? Error { get; private init; }

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var command = new CommandLine();
        for (var index = 0; index < arguments.Count; index++)
        {
            var (name, value) = Split(arguments[index]);
            switch (name)
            {
                case "--state" when value is null && index + 1 < arguments.Count:
                    command = command with { StateFolder = arguments[++index] };
                    break;
                case "--state" when value is { Length: > 0 }:
                    command = command with { StateFolder = value };
                    break;
                case "--build" when value is not null:
                    command = command with { Build = value };
                    break;
                case "--die-at-write" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var writes) && writes > 0:
                    command = command with { DieAtWrite = writes };
                    break;
                case "--down" when value is null:
                    command = command with { Down = true };
                    break;
                case "--delete-databases" when value is null:
                    command = command with { DeleteDatabases = true };
                    break;
                case "--help" or "-h":
                    return command with { Help = true };
                default:
                    return command with { Error = $"{arguments[index]}: not understood. --help tells what is." };
            }
        }

        return command.StateFolder is null ? command with { Error = "--state <folder> is missing. It is where everything is kept." } : command;
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }
}
