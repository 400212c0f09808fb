using System.Net.Sockets;

namespace LocalAzure.Revisions;

/// <summary>One probe of one replica, tried on a new connection each time as the platform does.</summary>
internal sealed class Probe(ProbeSpec spec, Uri address, TimeProvider clock)
{
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero,
    });

    private static readonly TimeSpan ListenerPoll = TimeSpan.FromMilliseconds(20);

    public async Task<ProbeAnswer> TryAsync(CancellationToken cancellationToken)
    {
        var what = spec.Path is null ? $"TCP connection to port {address.Port}" : $"GET {spec.Path}";
        // The machine's time: a clock that is moved on takes nothing from the time an app has to answer.
        using var timeout = new CancellationTokenSource(spec.Timeout, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return spec.Path is null ? await ConnectAsync(what, either.Token) : await GetAsync(what, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new ProbeAnswer(false, $"{what}: no answer within {spec.Timeout.TotalSeconds:0.###} s");
        }
        catch (Exception failure) when (failure is HttpRequestException or SocketException or IOException)
        {
            return new ProbeAnswer(false, $"{what}: {failure.Message}")
            {
                Refused = (failure as SocketException ?? failure.InnerException as SocketException)?.SocketErrorCode == SocketError.ConnectionRefused,
            };
        }
    }

    /// <summary>Completes when somebody listens on the port, or after the time given.</summary>
    public async Task WaitForListenerAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var begin = clock.GetTimestamp();
        while (atMost - clock.GetElapsedTime(begin) is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest < ListenerPoll ? rest : ListenerPoll, clock, cancellationToken);
            try
            {
                using var client = new TcpClient(AddressFamily.InterNetwork);
                await client.ConnectAsync(address.Host, address.Port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }
    }

    private async Task<ProbeAnswer> ConnectAsync(string what, CancellationToken cancellationToken)
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        return new ProbeAnswer(true, $"{what} opened");
    }

    private async Task<ProbeAnswer> GetAsync(string what, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, spec.Path));
        request.Headers.UserAgent.ParseAdd("LocalAzure-Probe/1.0");
        foreach (var (name, value) in spec.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request, cancellationToken);
        var status = (int)response.StatusCode;
        return new ProbeAnswer(status is >= 200 and < 400, $"{what} answered {status}");
    }
}
