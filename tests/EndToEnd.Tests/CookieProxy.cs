using System.Net;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Adds a visitor's cookie to what a browser asks: a headless one cannot be handed a cookie on its command line.</summary>
internal sealed class CookieProxy : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly HttpClient client;
    private readonly string cookie;

    public CookieProxy(Uri target, string cookie)
    {
        this.cookie = cookie;
        client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = target };
        Address = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    public void Dispose()
    {
        listener.Close();
        client.Dispose();
    }

    /// <summary>Requests beside each other: a browser gives one up whose answer it no longer needs, and that must not hold up the page.</summary>
    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var asked = await listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(asked));
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, context.Request.RawUrl) { Headers = { { "Cookie", cookie } } };
            using var answer = await client.SendAsync(request);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await answer.Content.CopyToAsync(context.Response.OutputStream);
            context.Response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or HttpRequestException or IOException)
        {
            context.Response.Abort();
        }
    }
}
