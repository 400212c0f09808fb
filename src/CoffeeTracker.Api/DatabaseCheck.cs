using System.Data.Common;
using CoffeeTracker.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CoffeeTracker.Api;

/// <summary>
/// The database answers, and has all columns that this release reads. Asked through the model, so that a replica is not ready before
/// the model was built, and no visitor waits for that.
/// </summary>
internal sealed class DatabaseCheck(CoffeeContext context) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext check, CancellationToken cancellationToken = default)
    {
        try
        {
            await context.Coffees.AsNoTracking().Where(coffee => coffee.Owner == Guid.Empty).Take(1).ToListAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is DbException or RetryLimitExceededException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer, or was not migrated.", exception);
        }
    }
}
