using System.Net;
using System.Net.Sockets;
using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;

namespace Frostline.Pipeline.Rehearsals;

/// <summary>One service of a release, in a process of its own on a free port of loopback, over the copy of the database.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource over;
    private readonly Task<ProcessOutcome> running;

    private RunningService(BuildContext context, ReleaseFiles files, ServiceSettings service, Func<string, string?> resolve)
    {
        over = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new($"http://{probe.LocalEndpoint}/");
        }

        var variables = files.Variables.ToDictionary(pair => pair.Key, string? (pair) => pair.Value);
        foreach (var (name, value) in service.EnvironmentVariables.Concat(service.Secrets))
            variables[name] = Placeholders.Fill(value, resolve);
        variables[ReleaseTags.ReleaseVariable] = resolve(Placeholders.Version);
        variables[ReleaseTags.CommitVariable] = resolve(Placeholders.Commit);
        variables["ASPNETCORE_HTTP_PORTS"] = null;
        variables["ASPNETCORE_URLS"] = Address.ToString();
        var secrets = service.Secrets.Select(pair => new Secret(Placeholders.Fill(pair.Value, resolve))).ToList();
        running = context.Processes.RunAsync(
            new Command(files.Entry[0], [.. files.Entry.Skip(1)]) { WorkingDirectory = files.Folder, Environment = variables, Inherits = Inherits, Secrets = secrets, AllowAnyExitCode = true, Deadline = TimeSpan.FromMinutes(30) },
            over.Token);
    }

    public Uri Address { get; }

    private bool FoundItsPortTaken =>
        running.IsCompletedSuccessfully && running.Result.Lines.Any(line => line.Text.Contains("address already in use", StringComparison.OrdinalIgnoreCase));

    /// <summary>The pipeline's own secrets are none of a service's business.</summary>
    private static bool Inherits(string variable) => variable is "PATH" or "HOME" or "TMPDIR" or "LANG" || variable.StartsWith("DOTNET_", StringComparison.Ordinal);

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <exception cref="DeliveryException">It ended, or did not become ready: with its last lines.</exception>
    public static async Task<RunningService> StartAsync(BuildContext context, ReleaseFiles files, ServiceSettings service, Func<string, string?> resolve)
    {
        for (var attempt = 1; ; attempt++)
        {
            var started = new RunningService(context, files, service, resolve);
            try
            {
                await started.ReadyAsync(service, context.Cancellation);
                return started;
            }
            catch (DeliveryException) when (attempt < Attempts && started.FoundItsPortTaken)
            {
                // Free when it was chosen; a connection of anybody's was given it meanwhile.
                await started.DisposeAsync();
            }
            catch
            {
                await started.DisposeAsync();
                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        over.Dispose();
    }

    private async Task ReadyAsync(ServiceSettings service, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        var check = new SmokeCheck { Path = service.Probes.Readiness?.Path ?? "/" };
        var start = TimeProvider.System.GetTimestamp();
        for (; ; )
        {
            var problem = await SmokeRequest.SendAsync(client, Address, check, TimeProvider.System, cancellation);
            if (problem is null)
                return;
            if (running.IsCompleted)
                throw new DeliveryException($"{service.Name}: ended with exit code {(await running).ExitCode}: {string.Join('\n', (await running).Lines.TakeLast(10).Select(line => line.Text))}");
            if (TimeProvider.System.GetElapsedTime(start) > StartPatience)
                throw new DeliveryException($"{service.Name}: is not ready after {StartPatience:c}: {check.Path}: {problem}");
            await Task.Delay(Pause, cancellation);
        }
    }
}
