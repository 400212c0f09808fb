using CoffeeTracker.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoffeeTracker.Api;

/// <summary>How the service reaches its database.</summary>
internal static class CoffeeDatabase
{
    public const string ConnectionName = "Coffee";

    /// <exception cref="InvalidOperationException">No connection string.</exception>
    public static IServiceCollection AddCoffeeDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ => Source(configuration.GetConnectionString(ConnectionName) ?? throw new InvalidOperationException(
            $"ConnectionStrings:{ConnectionName}: not set. Give the connection string of a PostgreSQL database.")));
        // Every call saves once and opens no transaction of its own, so that a lost connection can be retried whole.
        return services.AddDbContextPool<CoffeeContext>((provider, options) => options.UseNpgsql(
            provider.GetRequiredService<NpgsqlDataSource>(),
            npgsql => npgsql.EnableRetryOnFailure(maxRetryCount: 3, maxRetryDelay: TimeSpan.FromSeconds(1), errorCodesToAdd: null)));
    }

    /// <summary>Named, or metrics would call the pool by its connection string.</summary>
    private static NpgsqlDataSource Source(string connection) => new NpgsqlDataSourceBuilder(connection) { Name = ConnectionName }.Build();
}
