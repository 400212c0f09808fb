using CoffeeTracker.Data;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Testing;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace CoffeeTracker.Api;

/// <summary>The real service on Kestrel and a port of its own, over a migrated database of its own.</summary>
internal sealed class RunningApi : IAsyncDisposable
{
    private readonly WebApplicationFactory<CoffeeOrder> factory;

    private RunningApi(WebApplicationFactory<CoffeeOrder> factory) => this.factory = factory;

    public IServiceProvider Services => factory.Services;

    public Uri Address => factory.ClientOptions.BaseAddress;

    public static async Task<RunningApi> StartAsync(PostgresServer postgres, Action<IWebHostBuilder>? configure = null)
    {
        var connection = await postgres.CreateDatabaseAsync();
        if (!PostgresServer.GivesSchema)
        {
            await using var context = new CoffeeContext(new DbContextOptionsBuilder<CoffeeContext>().UseNpgsql(connection).Options);
            await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
        }

        return Start(connection, configure);
    }

    public static RunningApi Start(string connection, Action<IWebHostBuilder>? configure = null)
    {
        var factory = new WebApplicationFactory<CoffeeOrder>().WithWebHostBuilder(host =>
        {
            // Packed with a release these tests run where its sources are not.
            host.UseEnvironment("Production").UseContentRoot(AppContext.BaseDirectory).UseSetting("ConnectionStrings:Coffee", connection).UseSetting("Shutdown:Drain", "00:00:00")
                .UseSetting("urls", "http://127.0.0.1:0");
            configure?.Invoke(host);
        });
        factory.UseKestrel();
        factory.StartServer();
        return new(factory);
    }

    /// <summary>A visitor with a cookie jar of their own.</summary>
    public HttpClient Visitor() => new(new SocketsHttpHandler()) { BaseAddress = Address };

    public Task StopAsync() => Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => factory.DisposeAsync();
}
