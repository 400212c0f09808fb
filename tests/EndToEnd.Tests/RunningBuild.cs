using System.Diagnostics;
using System.Globalization;
using System.Text;
using Testing;

namespace EndToEnd.Tests;

/// <summary>A call of <c>./build.sh</c> that can be watched, interrupted and killed.</summary>
public sealed class RunningBuild : IDisposable
{
    private readonly StringBuilder output = new();
    private readonly StringBuilder standardOutput = new();
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly Process process;

    public RunningBuild(Workspace workspace, string[] arguments)
    {
        // Programs that a shell started in the background ignore interrupts, and so do those that they start.
        var start = new ProcessStartInfo("env", [.. OperatingSystem.IsLinux() ? ["--default-signal=INT"] : Array.Empty<string>(), workspace.PathOf("build.sh"), .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the enclosing run was told by its CI system is not meant for this one.
        foreach (var name in (string[])["GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "TF_BUILD"])
            start.Environment.Remove(name);
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Add(line.Data, output, standardOutput);
        process.ErrorDataReceived += (_, line) => Add(line.Data, output);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    public Task SaysAsync(string text) => Eventually.Is(
        () => process.HasExited && !Output.Contains(text, StringComparison.Ordinal)
            ? throw new InvalidOperationException($"Ended without '{text}':\n{Output}")
            : Output.Contains(text, StringComparison.Ordinal),
        TimeSpan.FromMinutes(8));

    public void Interrupt() => Signal("INT");

    public void Kill() => Signal("KILL");

    public async Task<BuildRun> ToEndAsync(TimeSpan deadline)
    {
        using var late = new CancellationTokenSource(deadline);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"Still running after {deadline}:\n{Output}");
        }

        lock (output)
            return new BuildRun(process.ExitCode, output.ToString(), standardOutput.ToString(), watch.Elapsed);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private void Add(string? line, params StringBuilder[] texts)
    {
        if (line is null)
            return;
        lock (output)
            foreach (var text in texts)
                text.Append(line).Append('\n');
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("/bin/kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
