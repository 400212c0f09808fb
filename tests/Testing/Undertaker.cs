using System.Diagnostics;

namespace Testing;

/// <summary>
/// A shell in a session of its own that waits for the test process to end, however it ends, and then kills the server and
/// deletes its files. It learns of the end because the pipe that only this process holds open closes.
/// </summary>
internal sealed class Undertaker : IDisposable
{
    private const string Script =
        "cat > /dev/null; home=$(cat \"$1/database/location\") && pid=$(head -n 1 \"$home/data/postmaster.pid\") && kill -QUIT \"$pid\"; " +
        "while [ -n \"$pid\" ] && kill -0 \"$pid\"; do sleep 0.1; done; rm -rf \"$home\" \"$1\"";

    private readonly Process shell;

    /// <param name="folder">Where the cluster is, or will be, under <c>database</c>.</param>
    public Undertaker(string folder) =>
        shell = Process.Start(new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script, "sh", folder])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        })!;

    /// <summary>Lets go of the pipe, as the end of this process would.</summary>
    public void Abandon() => shell.StandardInput.Close();

    public void Dispose()
    {
        shell.Kill(entireProcessTree: true);
        shell.Dispose();
    }
}
