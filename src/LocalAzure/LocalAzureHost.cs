using System.Net;
using System.Security.Cryptography.X509Certificates;
using LocalAzure.Deployments;
using LocalAzure.Faults;
using LocalAzure.Management;
using LocalAzure.Metrics;
using LocalAzure.Page;
using LocalAzure.Registry;
using LocalAzure.Resources;
using LocalAzure.State;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LocalAzure;

/// <summary>The listeners of LocalAzure, each with its own rules: no request that came in by one port reaches what is behind another.</summary>
internal static class LocalAzureHost
{
    /// <param name="parts">Adds the data plane, that is database, registry, ingress and revisions, and the clock.</param>
    public static IHost Create(StateFolder folder, LocalAzureOptions options, X509Certificate2 certificate, Action<IServiceCollection> parts) => new HostBuilder()
        .UseContentRoot(AppContext.BaseDirectory)
        .ConfigureLogging(logging => logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Yarp", LogLevel.Warning)
            .Services.AddSingleton<ILoggerProvider>(provider => new LogFile(folder.Log, provider.GetRequiredService<TimeProvider>())))
        .ConfigureServices(services =>
        {
            services.AddSingleton(options);
            services.AddSingleton(folder);
            services.AddSingleton(_ => new StateStore(folder.State));
            services.AddResources();
            services.AddDeployments();
            services.AddFaults();
            services.AddAppMetrics();
            services.AddSingleton<LogTokens>();
            services.AddSingleton<ContainerAppView>();
            services.AddSingleton<RevisionView>();
            services.AddSingleton<PageSnapshot>();
            services.AddRouting();
            services.Configure<HostOptions>(host =>
            {
                host.ShutdownTimeout = TimeSpan.FromSeconds(10);
                // An upkeep that fails must not close the listeners.
                host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
            });
            parts(services);
        })
        .ConfigureWebHost(web => web
            .UseKestrel(kestrel => Listen(kestrel, options, certificate))
            .Configure(app => Branch(app, options)))
        .Build();

    private static void Listen(KestrelServerOptions kestrel, LocalAzureOptions options, X509Certificate2 certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(IPAddress.Loopback, options.ManagementPort, listener => listener.UseHttps(certificate));
        kestrel.Listen(IPAddress.Loopback, options.PagePort);
        kestrel.Listen(IPAddress.Loopback, options.RegistryPort);
    }

    private static void Branch(IApplicationBuilder app, LocalAzureOptions options)
    {
        app.MapWhen(context => context.Connection.LocalPort == options.ManagementPort, management => management.UseManagement());
        app.MapWhen(context => context.Connection.LocalPort == options.PagePort, page => page.UsePage());
        app.MapWhen(context => context.Connection.LocalPort == options.RegistryPort, registry => registry
            .UseRouting()
            .UseEndpoints(endpoints => endpoints.MapRegistry()));
    }
}
