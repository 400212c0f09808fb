using System.Runtime.InteropServices;

namespace LocalAzure.Revisions;

/// <summary>What replicas need to know of this machine.</summary>
internal static class Machine
{
    private static readonly string[] Programs = ["/usr/bin/", "/bin/", "/usr/local/bin/"];

    /// <summary>The kernel's id of the time since it started.</summary>
    public static string Boot { get; } = File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";

    /// <summary>The .NET that runs LocalAzure: what an image calls <c>dotnet</c>.</summary>
    public static string DotNet { get; } = FindDotNet();

    public static string Shell => Find("sh");

    public static string SetSid => Find("setsid");

    private static string FindDotNet() => Path.GetFileName(Environment.ProcessPath) == "dotnet"
        ? Environment.ProcessPath!
        : Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    private static string Find(string program) =>
        Programs.Select(folder => folder + program).FirstOrDefault(File.Exists)
        ?? throw new LaunchException($"'{program}' is not on this machine: replicas are started with it. Install util-linux.");
}
