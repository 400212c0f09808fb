using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Contract.Tests.OpenApi;

/// <summary>
/// Stands between Delivery and the management API of LocalAzure, passes every call on as it came, and holds each against the official API. It has LocalAzure's own
/// certificate; LocalAzure tells addresses by the host it was asked for, so that clients stay with the proxy.
/// </summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private readonly OfficialApi? official = OfficialApi.TryRead();
    private readonly ConcurrentDictionary<string, bool> faults = new();
    private readonly ConcurrentDictionary<string, int> checkedCalls = new();
    private readonly ConcurrentDictionary<string, int> otherCalls = new();
    private readonly WebApplication app;
    private readonly HttpMessageInvoker upstream;
    private readonly Uri target;

    private RecordingProxy(Uri target, X509Certificate2 certificate)
    {
        this.target = target;
        upstream = new HttpMessageInvoker(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, remote, _, _) => remote?.GetCertHashString() == certificate.GetCertHashString() },
            AllowAutoRedirect = false,
            UseProxy = false,
        });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseHttps(certificate)));
        app = builder.Build();
        app.Run(PassAsync);
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>What was not as the official files say, each once.</summary>
    public IReadOnlyCollection<string> Faults => [.. faults.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Official operations that were held against the files, and how often.</summary>
    public IReadOnlyDictionary<string, int> CheckedCalls => checkedCalls;

    /// <summary>Calls the files do not have, by what they are about, and how often.</summary>
    public IReadOnlyDictionary<string, int> OtherCalls => otherCalls;

    /// <summary>Awaited before a call is passed on, by method and path; a test may hold a call back so.</summary>
    public Func<string, string, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Told of each call that was answered, by method and path.</summary>
    public Action<string, string> After { get; set; } = (_, _) => { };

    public static async Task<RecordingProxy> StartAsync(Uri target, X509Certificate2 certificate)
    {
        var proxy = new RecordingProxy(target, certificate);
        await proxy.app.StartAsync();
        proxy.Address = new Uri(proxy.app.Urls.Single());
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        upstream.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var asked = new MemoryStream();
        await context.Request.Body.CopyToAsync(asked, context.RequestAborted);
        await Before(context.Request.Method, context.Request.Path.Value!).WaitAsync(context.RequestAborted);
        HttpResponseMessage answer;
        try
        {
            answer = await upstream.SendAsync(Request(context.Request, asked.ToArray()), context.RequestAborted);
        }
        catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException)
        {
            context.Abort();
            return;
        }

        using (answer)
        {
            var body = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
            After(context.Request.Method, context.Request.Path.Value!);
            Check(new Exchange(
                context.Request.Method, context.Request.Path.Value!, [.. context.Request.Query.Keys], Parse(asked.ToArray()), (int)answer.StatusCode, Parse(body)));
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Transfer-Encoding" or "Connection")))
                context.Response.Headers[name] = values.ToArray();
            if (body.Length > 0)
                await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private HttpRequestMessage Request(HttpRequest request, byte[] body)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(target, request.Path.ToUriComponent() + request.QueryString));
        if (body.Length > 0 || request.ContentType is not null)
            message.Content = new ByteArrayContent(body);
        foreach (var (name, values) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, values.ToArray()))
                message.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        return message;
    }

    private void Check(Exchange exchange)
    {
        if (official is null || exchange.Path.StartsWith("/localazure/", StringComparison.Ordinal))
            return;

        if (official.Find(exchange.Method, exchange.Path) is not { } operation)
        {
            otherCalls.AddOrUpdate($"{exchange.Method} {Kind(exchange.Path)}", 1, (_, count) => count + 1);
            return;
        }

        checkedCalls.AddOrUpdate($"{operation.Method} {operation.Path}", 1, (_, count) => count + 1);
        foreach (var fault in operation.Check(exchange))
            faults.TryAdd(fault, true);
    }

    /// <summary>The last two words of a path that are no names.</summary>
    private static string Kind(string path) => path.Split("/providers/", StringSplitOptions.None) is { Length: > 1 } parts
        ? string.Join('/', parts[^1].Split('/').Where((_, index) => index == 0 || index % 2 == 1))
        : string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where((_, index) => index % 2 == 0));

    private static JsonNode? Parse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return JsonValue.Create("not JSON");
        }
    }
}
