using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace CoffeeTracker.Web;

/// <summary>The real front end on Kestrel and a port of its own, over an API.</summary>
internal sealed class RunningWeb : IAsyncDisposable
{
    private readonly WebApplicationFactory<CoffeeApi> factory;

    public RunningWeb(Uri api, Action<IWebHostBuilder>? configure = null)
    {
        factory = new WebApplicationFactory<CoffeeApi>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Production").UseSetting("urls", "http://127.0.0.1:0").UseSetting("Shutdown:Drain", "00:00:00");
            host.UseSetting("Api:Address", api.OriginalString);
            configure?.Invoke(host);
        });
        factory.UseKestrel();
        factory.StartServer();
    }

    public Uri Address => factory.ClientOptions.BaseAddress;

    /// <summary>A browser with a cookie jar of its own.</summary>
    public HttpClient Browser(bool followsRedirects = true) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = followsRedirects }) { BaseAddress = Address };

    public ValueTask DisposeAsync() => factory.DisposeAsync();
}
