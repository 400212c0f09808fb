using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Processes;

/// <summary>One program to run. Arguments are a list: nothing is parsed by a shell, nothing needs quoting.</summary>
/// <param name="File">Name on the search path, or path, of the program.</param>
/// <param name="Arguments">Arguments, one item each. Never a secret: other users of the machine can read them.</param>
public sealed record Command(string File, params IReadOnlyList<string> Arguments)
{
    /// <summary>Folder the program starts in; default the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether the program gets a variable of this process; default all of them.</summary>
    public Func<string, bool> Inherits { get; init; } = _ => true;

    /// <summary>Changes to the inherited environment; a null value removes the variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Text for standard input, which is closed after it; default nothing.</summary>
    public string? StandardInput { get; init; }

    /// <summary>Values printed as <c>***</c> wherever the command or its output is kept or shown.</summary>
    public IReadOnlyList<Secret> Secrets { get; init; } = [];

    /// <summary>Called for each line as it arrives, secrets redacted, never two calls at once.</summary>
    public Action<ProcessLine>? OnLine { get; init; }

    /// <summary>True when any exit code is an answer; false (default) throws <see cref="ProcessFailedException"/> unless it is 0.</summary>
    public bool AllowAnyExitCode { get; init; }

    /// <summary>Longest run; default 10 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time between SIGTERM and killing the whole tree, when cancelled or late; default 10 seconds.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The command as one redacted line, for people.</summary>
    public override string ToString() =>
        new Redaction(Secrets).Apply(string.Join(' ', Arguments.Prepend(File).Select(Quoted)));

    private static string Quoted(string argument) =>
        argument.Length > 0 && !argument.Any(char.IsWhiteSpace) ? argument : $"\"{argument}\"";
}
