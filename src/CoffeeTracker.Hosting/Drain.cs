using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace CoffeeTracker.Hosting;

/// <summary>
/// Leaves gracefully: after the stop signal the replica says at once that it is not ready, and goes on answering for a while
/// (<c>Shutdown:Drain</c>, default 2 s), until ingress has taken it out. Only then does the server close, after requests in flight.
/// </summary>
internal sealed class Drain(IHostApplicationLifetime lifetime, IConfiguration configuration, TimeProvider time) : IHealthCheck, IHostedLifecycleService
{
    private readonly TimeSpan duration = configuration.GetValue("Shutdown:Drain", TimeSpan.FromSeconds(2));

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("The replica is stopping.")
            : HealthCheckResult.Healthy());

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        lifetime.StopApplication();
        await Task.Delay(duration, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
