using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CoffeeTracker.Api;

/// <summary>The database answers, and has the columns that this release reads. Asked without the retries that requests have.</summary>
internal sealed class DatabaseCheck(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = database.CreateCommand("SELECT id, caffeine_mg FROM coffees LIMIT 0");
            await command.ExecuteNonQueryAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer, or was not migrated.", exception);
        }
    }
}
