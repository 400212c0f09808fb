using System.Runtime.InteropServices;

namespace LocalAzure.Revisions;

/// <summary>The kernel's signals, which .NET does not offer except for the kill.</summary>
internal static class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>The number of a stop signal as an image names it (<c>SIGQUIT</c>, <c>INT</c>, <c>3</c>); SIGTERM for none or one unknown.</summary>
    public static int Parse(string? name) => name?.ToUpperInvariant().Replace("SIG", "", StringComparison.Ordinal) switch
    {
        "HUP" or "1" => 1,
        "INT" or "2" => 2,
        "QUIT" or "3" => 3,
        "KILL" or "9" => Kill,
        "USR1" or "10" => 10,
        "USR2" or "12" => 12,
        "WINCH" or "28" => 28,
        _ => Terminate,
    };

    [DllImport("libc", EntryPoint = "kill")]
    public static extern int Send(int processId, int signal);
}
