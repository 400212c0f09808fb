using System.Runtime.InteropServices;

namespace Frostline.LoadTesting.Engines;

/// <summary>A thread that must be on time: it is woken to the microsecond, and before others where that is allowed.</summary>
internal static class PunctualThread
{
    private const int SetTimerSlack = 29;
    private const int OfThread = 0;
    private const int Itself = 0;
    private const int Before = -15;

    /// <summary>Call once on that thread. Asks for what it can get: only root may go before others, and only Linux knows both.</summary>
    public static void Prefer()
    {
        if (!OperatingSystem.IsLinux())
            return;
        _ = Control(SetTimerSlack, 1, 0, 0, 0);
        _ = SetPriority(OfThread, Itself, Before);
    }

    [DllImport("libc", EntryPoint = "prctl"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int option, nuint value, nuint third, nuint fourth, nuint fifth);

    [DllImport("libc", EntryPoint = "setpriority"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int niceness);
}
