using System.Net;

namespace Frostline.Images.Registries;

/// <summary>Requests to one registry: authenticated, with a deadline each; refusals become exceptions.</summary>
internal sealed class RegistryTransport : IDisposable
{
    private readonly RegistryAddress _address;
    private readonly HttpClient _http;
    private readonly Authorization _authorization;

    public RegistryTransport(RegistryAddress address, RegistryCredentials? credentials, RegistryOptions options)
    {
        _address = address;
        Options = options;
        Retry = new Retry(options);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
            UseProxy = !address.Root.IsLoopback, // Plain http is for this machine alone: a proxy would see the password.
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _authorization = new Authorization(_http, credentials);
    }

    public RegistryOptions Options { get; }

    public Retry Retry { get; }

    public Uri Address(string path) => new(_address.Root, path);

    /// <summary>Sends with retries; the request is made anew for each attempt.</summary>
    public Task<HttpResponseMessage> SendAsync(RegistryCall call, CancellationToken cancellationToken) =>
        Retry.RunAsync(() => SendOnceAsync(call, cancellationToken), cancellationToken);

    /// <exception cref="RegistryException">Refused (unless the call accepts the status), unreachable, or too slow.</exception>
    public async Task<HttpResponseMessage> SendOnceAsync(RegistryCall call, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Options.RequestTimeout, Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var response = await SendAuthorizedAsync(call, either.Token);
            if (response.IsSuccessStatusCode || call.Accepted.Contains(response.StatusCode)) return response;
            using (response) throw await RegistryFailure.ReadAsync(response, call.Repository, either.Token);
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw RegistryFailure.Unreachable(call.Uri, call.Repository, error);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAuthorizedAsync(RegistryCall call, CancellationToken cancellationToken)
    {
        // Upload locations may lead to a storage account: the registry's secrets are not for it.
        var own = Uri.Compare(call.Uri, _address.Root, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
        using var first = call.ToRequest();
        if (own) first.Headers.Authorization = _authorization.Find(call.Scope);
        var response = await _http.SendAsync(first, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !own) return response;
        if (await _authorization.AnswerAsync(response.Headers.WwwAuthenticate, call.Scope, cancellationToken) is not { } answer
            || answer.Equals(first.Headers.Authorization)) return response;

        response.Dispose();
        using var second = call.ToRequest();
        second.Headers.Authorization = answer;
        return await _http.SendAsync(second, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
