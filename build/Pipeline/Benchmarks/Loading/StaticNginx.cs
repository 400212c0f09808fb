using System.Net;
using System.Net.Sockets;
using Frostline.Delivery;
using Frostline.Delivery.Processes;

namespace Frostline.Pipeline.Benchmarks.Loading;

/// <summary>nginx with one worker and one answer of a kilobyte, on a free port of loopback.</summary>
internal sealed class StaticNginx : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource over;
    private readonly string folder = Directory.CreateTempSubdirectory("nginx-").FullName;
    private Task? running;

    private StaticNginx(CancellationToken cancellation)
    {
        over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Address = new($"http://{probe.LocalEndpoint}/");
    }

    public Uri Address { get; }

    /// <summary>Debian keeps it where only root's PATH leads.</summary>
    private static string Program => File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";

    /// <exception cref="DeliveryException">nginx is not installed, or does not start.</exception>
    public static async Task<StaticNginx> StartAsync(BuildContext context)
    {
        var nginx = new StaticNginx(context.Cancellation);
        await File.WriteAllTextAsync(Path.Combine(nginx.folder, "nginx.conf"), nginx.Configuration(), context.Cancellation);
        nginx.running = context.Processes.RunAsync(
            new Command(Program, "-p", nginx.folder, "-c", Path.Combine(nginx.folder, "nginx.conf"), "-e", Path.Combine(nginx.folder, "error.log"))
            {
                AllowAnyExitCode = true, Deadline = TimeSpan.FromHours(1),
            }, nginx.over.Token);
        if (await nginx.AnswersAsync(context.Cancellation))
            return nginx;
        await nginx.DisposeAsync();
        throw new DeliveryException("nginx is not installed, or does not start. Install what is compared: apt-get install nginx wrk; npm install --global autocannon.");
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        if (running is not null)
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        over.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var client = new HttpClient();
        var start = TimeProvider.System.GetTimestamp();
        while (!running!.IsCompleted && TimeProvider.System.GetElapsedTime(start) < StartPatience)
        {
            try
            {
                (await client.GetAsync(Address, cancellation)).Dispose();
                return true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(20, cancellation);
            }
        }

        return false;
    }

    private string Configuration() =>
        $$"""
        daemon off;
        worker_processes 1;
        pid {{folder}}/nginx.pid;
        events { worker_connections 2048; }
        http {
          access_log off;
          keepalive_requests 1000000000;
          client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi; uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
          server {
            listen {{Address.Authority}};
            location / { return 200 "{{new string('x', 1024)}}"; }
          }
        }
        """;
}
