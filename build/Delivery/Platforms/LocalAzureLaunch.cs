using System.Globalization;
using System.Runtime.InteropServices;
using Frostline.Delivery.Processes;

namespace Frostline.Delivery.Platforms;

/// <summary>Starts LocalAzure so that it outlives whoever starts it.</summary>
internal static class LocalAzureLaunch
{
    private static readonly HashSet<string> Inherited =
    [
        "PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "DOTNET_ROOT", "DOTNET_HOST_PATH", "LD_LIBRARY_PATH", "DOCKER_HOST",
    ];

    /// <summary>Starts the program in a session of its own, so that neither Ctrl-C nor the end of the pipeline reaches it.</summary>
    public static async Task<int> StartAsync(LocalAzureLocation location, ProgramCopy program, string log, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
            throw new DeliveryException("LocalAzure runs on Linux and macOS. On Windows, run the pipeline within WSL.");
        // Descriptors above 2 are locks and pipes of whoever called: kept open, they would hold the caller up for as long as LocalAzure runs.
        const string script = """
            log=$1; shift
            exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
            command -v setsid >/dev/null && set -- setsid "$@" || { set -m; set -- nohup "$@"; }
            "$@" </dev/null >>"$log" 2>&1 &
            echo $!
            """;
        var outcome = await new ProcessRunner(TimeProvider.System).RunAsync(
            new Command("/bin/sh", "-c", script, "sh", log, DotNet(), Path.Combine(program.Folder, LocalAzureProgram.Assembly), "--state", Path.GetFullPath(location.StateFolder), $"--build={program.Build}")
            {
                WorkingDirectory = location.StateFolder,
                Inherits = Inherits,
                Deadline = TimeSpan.FromSeconds(30),
            },
            cancellation);
        return int.Parse(outcome.StandardOutput.Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>LocalAzure outlives the run: it gets what a program needs to run, and none of a build server's tokens.</summary>
    public static bool Inherits(string variable) => Inherited.Contains(variable) || variable.StartsWith("XDG_", StringComparison.Ordinal);

    /// <summary>The log, in a folder only its owner can read; a long one is put aside first.</summary>
    public static string LogFile(LocalAzureLocation location)
    {
        var folder = Path.Combine(Path.GetFullPath(location.StateFolder), "logs");
        Folders.CreateForOwner(folder);
        var log = Path.Combine(folder, "localazure.log");
        if (File.Exists(log) && new FileInfo(log).Length > 10_000_000)
            File.Move(log, $"{log}.1", overwrite: true);
        return log;
    }

    /// <summary>The end of the log, indented.</summary>
    public static string Tail(string log) =>
        File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(20).Select(line => $"  {line}")) : "";

    /// <summary>The <c>dotnet</c> of the runtime that runs this.</summary>
    public static string DotNet()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var dotnet = Path.Combine(root, "dotnet");
        return File.Exists(dotnet) ? dotnet : "dotnet";
    }
}
