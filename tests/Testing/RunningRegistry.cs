using System.Net;
using LocalAzure;
using LocalAzure.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Testing;

/// <summary>LocalAzure's registry alone, on a real port of this machine, with its state in a folder of the test.</summary>
public sealed class RunningRegistry : IAsyncDisposable
{
    public const string User = RegistryAuthentication.User;
    private readonly WebApplication _app;

    private RunningRegistry(WebApplication app, LocalAzureOptions options)
    {
        _app = app;
        Address = $"127.0.0.1:{options.RegistryPort}";
        Password = options.Token;
    }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Address { get; }

    public string Password { get; }

    /// <summary>What the registry is made of, for tests that look inside.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts on a free port; the same folder later serves what was pushed before.</summary>
    /// <param name="stateFolder">Made when it is not there.</param>
    /// <param name="before">Middleware in front of the registry, to make a network misbehave.</param>
    public static async Task<RunningRegistry> StartAsync(string stateFolder, Action<IApplicationBuilder>? before = null)
    {
        Directory.CreateDirectory(stateFolder);
        var options = new LocalAzureOptions
        {
            StateFolder = stateFolder, RegistryPort = FreePort.Next(), Token = Guid.NewGuid().ToString("n"),
            ManagementPort = 0, PagePort = 0, IngressPort = 0, DatabasePort = 0,
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(options).AddRegistry();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.RegistryPort));
        var app = builder.Build();
        before?.Invoke(app);
        app.MapRegistry();
        await app.StartAsync();
        return new RunningRegistry(app, options);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
