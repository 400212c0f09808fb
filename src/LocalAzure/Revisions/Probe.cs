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

    public async Task<ProbeAnswer> TryAsync(CancellationToken cancellationToken)
    {
        var what = spec.Path is null ? $"TCP connection to port {address.Port}" : $"GET {spec.Path}";
        using var timeout = new CancellationTokenSource(spec.Timeout, clock);
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
            return new ProbeAnswer(false, $"{what}: {failure.Message}");
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
