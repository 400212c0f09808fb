using System.ComponentModel;
using System.Diagnostics;

namespace LocalAzure.Revisions;

/// <summary>A replica's process: a child of this program, or one adopted from an earlier run of it.</summary>
internal sealed class ReplicaProcess : IDisposable
{
    // Output goes to the file by redirection in the kernel, never through a pipe of ours, and the session is its own: it outlives us.
    private const string Detach = """umask 077; log=$1; shift; exec "$@" >>"$log" 2>&1 </dev/null""";

    private readonly Process? child;

    private ReplicaProcess(RunningProcess identity, Process? child)
    {
        Identity = identity;
        this.child = child;
    }

    public RunningProcess Identity { get; }

    public static ReplicaProcess Adopt(RunningProcess found) => new(found, child: null);

    /// <exception cref="LaunchException">The system refused; a program that is not there shows as exit code 127 instead.</exception>
    public static ReplicaProcess Start(ReplicaCommand command, string logFile)
    {
        var start = new ProcessStartInfo(Machine.Shell, ["-c", Detach, "replica", logFile, Machine.SetSid, command.Executable, .. command.Arguments])
        {
            WorkingDirectory = command.WorkingDirectory,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        try
        {
            var child = Process.Start(start)!;
            return new ReplicaProcess(RunningProcess.Find(child.Id) ?? new RunningProcess(child.Id, child.Id, StartTicks: -1), child);
        }
        catch (Win32Exception refused)
        {
            throw new LaunchException($"'{command.Executable}' cannot be started in {command.WorkingDirectory}: {refused.Message}", refused);
        }
    }

    /// <summary>Completes when it has ended, with its exit code (128 + signal when killed); null for one adopted.</summary>
    public async Task<int?> WaitForExitAsync(TimeSpan poll, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (child is not null)
        {
            await child.WaitForExitAsync(cancellationToken);
            return child.ExitCode;
        }

        while (Identity.IsRunning)
            await Task.Delay(poll, clock, cancellationToken);
        return null;
    }

    public void Dispose() => child?.Dispose();
}
