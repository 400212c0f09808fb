using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Delivery.Tests.Notifications;

/// <summary>A mail server that speaks as much SMTP as it takes to receive a message.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource<string> received = new();
    private readonly Task serving;

    public MailServer()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Everything the client said, once it said good-bye.</summary>
    public Task<string> Received => received.Task;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        using var client = await listener.AcceptTcpClientAsync(stop.Token);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var said = new StringBuilder();
        await SayAsync("220 ready");
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            said.Append(line).Append('\n');
            if (line == "DATA")
            {
                await SayAsync("354 go on");
                for (var text = await reader.ReadLineAsync(stop.Token); text is not null and not "."; text = await reader.ReadLineAsync(stop.Token))
                    said.Append(text).Append('\n');
                received.TrySetResult(said.ToString());
            }

            await SayAsync(line.StartsWith("QUIT", StringComparison.Ordinal) ? "221 bye" : "250 ok");
        }

        async Task SayAsync(string answer) => await stream.WriteAsync(Encoding.ASCII.GetBytes($"{answer}\r\n"), stop.Token);
    }
}
