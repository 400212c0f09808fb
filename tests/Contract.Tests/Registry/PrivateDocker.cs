using System.Diagnostics;
using Testing;

namespace Contract.Tests.Registry;

/// <summary>A Docker daemon of our own: its data, state, socket and sign-ins in a temporary folder, no network of containers.</summary>
internal sealed class PrivateDocker : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder;
    private readonly string _client;
    private readonly Process _daemon;

    private PrivateDocker(TemporaryFolder folder, string client, Process daemon)
    {
        _folder = folder;
        _client = client;
        _daemon = daemon;
    }

    /// <summary>Skips the test, with the reason, where no daemon can be run.</summary>
    public static async Task<PrivateDocker> StartAsync()
    {
        var client = await DebianTools.DemandAsync("docker.io", "docker", "20.10");
        if (Environment.UserName != "root") Assert.Skip("A Docker daemon of our own can only be started by root.");
        var folder = new TemporaryFolder("dockerd");
        var log = folder.Combine("log");
        var start = new ProcessStartInfo("/bin/sh",
        [
            "-c", "exec /usr/sbin/dockerd --data-root \"$1/data\" --exec-root \"$1/exec\" --pidfile \"$1/pid\" --host \"unix://$1/socket\" " +
            "--iptables=false --ip6tables=false --bridge=none --storage-driver=vfs >\"$1/log\" 2>&1",
            "dockerd", folder.Path,
        ]);
        var docker = new PrivateDocker(folder, client, Process.Start(start)!);
        try
        {
            await Eventually.Is(async () => docker._daemon.HasExited || (await docker.RunAsync(null, "version")).ExitCode == 0, StartDeadline);
            if (docker._daemon.HasExited) Assert.Skip($"dockerd does not run here: {File.ReadLines(log).LastOrDefault()}");
            return docker;
        }
        catch
        {
            await docker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs <c>docker</c> and demands that it succeeds.</summary>
    public async Task<string> DockerAsync(params string[] arguments)
    {
        var answer = await RunAsync(null, arguments);
        answer.ExitCode.ShouldBe(0, answer.Output);
        return answer.Output;
    }

    /// <param name="input">For standard input: where passwords go.</param>
    /// <param name="arguments">Of <c>docker</c>.</param>
    public Task<RunningProgram> RunAsync(string? input, params string[] arguments) =>
        RunningProgram.RunAsync(_client, ["--config", _folder.Combine("config"), "--host", $"unix://{_folder.Path}/socket", .. arguments], input, TimeSpan.FromMinutes(3));

    public async ValueTask DisposeAsync()
    {
        if (!_daemon.HasExited)
        {
            // SIGTERM, so that it takes its containerd along; .NET itself can only kill.
            await RunningProgram.RunAsync("/bin/kill", [$"{_daemon.Id}"], null, TimeSpan.FromSeconds(60));
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            try
            {
                await _daemon.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                _daemon.Kill(entireProcessTree: true);
            }
        }

        _daemon.Dispose();
        _folder.Dispose();
    }
}
