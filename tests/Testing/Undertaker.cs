using System.Diagnostics;

namespace Testing;

/// <summary>
/// A shell in a session of its own that waits for the test process to end, however it ends, and then kills the server and
/// deletes its files. It learns of the end because the pipe that only this process holds open closes.
/// </summary>
internal sealed class Undertaker : IDisposable
{
    private const string Script =
        "cat > /dev/null; pid=$(head -n 1 \"$1/data/postmaster.pid\" 2> /dev/null) && kill -QUIT \"$pid\"; " +
        "while [ -n \"$pid\" ] && kill -0 \"$pid\" 2> /dev/null; do sleep 0.1; done; rm -rf \"$1\" \"$2\"";

    private readonly Process shell;

    public Undertaker(string logFile, string folder)
    {
        var home = Path.GetDirectoryName(logFile)!;
        shell = Process.Start(new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script, "sh", home, folder])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        })!;
    }

    /// <summary>Lets go of the pipe, as the end of this process would.</summary>
    public void Abandon() => shell.StandardInput.Close();

    public void Dispose()
    {
        shell.Kill(entireProcessTree: true);
        shell.Dispose();
    }
}
