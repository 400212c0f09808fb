using System.Net;
using System.Net.Sockets;
using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Settings;

namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>The first service, in a process of its own on a free port of loopback, over a database of the trial's.</summary>
internal sealed class LiveApi : IAsyncDisposable
{
    /// <summary>A service that falls behind takes all it may have, and the server has a hundred: some must be left for who migrates.</summary>
    private const int Connections = 40;

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);
    private readonly CancellationTokenSource over;
    private readonly Task running;

    private LiveApi(BuildContext context, Secret connection, CancellationToken cancellation)
    {
        over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new($"http://{probe.LocalEndpoint}/");
        }

        var project = Path.GetFileName(context.Settings.Services.Values.First().Project);
        running = context.Processes.RunAsync(
            new Command("dotnet", Path.Combine(context.Paths.Output(project), $"{project}.dll"))
            {
                AllowAnyExitCode = true, Deadline = TimeSpan.FromHours(1), Secrets = [connection],
                Environment = new Dictionary<string, string?> { ["ConnectionStrings__Coffee"] = $"{connection.Reveal()};Maximum Pool Size={Connections}", ["ASPNETCORE_URLS"] = Address.ToString(), ["Logging__LogLevel__Default"] = "Warning" },
            }, over.Token);
    }

    public Uri Address { get; }

    public static async Task<LiveApi> StartAsync(BuildContext context, Secret connection, CancellationToken cancellation)
    {
        var api = new LiveApi(context, connection, cancellation);
        if (await api.AnswersAsync(cancellation))
            return api;
        await api.DisposeAsync();
        throw new DeliveryException($"{api.Address}: the service does not answer. Start it by hand to see why.");
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        over.Dispose();
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var client = new HttpClient();
        var start = TimeProvider.System.GetTimestamp();
        while (!running.IsCompleted && TimeProvider.System.GetElapsedTime(start) < StartPatience)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(Address, "menu"), cancellation);
                if (answer.IsSuccessStatusCode)
                    return true;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
        }

        return false;
    }
}
