using Npgsql;
using Testing;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace BreakingRelease.Sample;

/// <summary>What a release does with its database, in one test instead of many.</summary>
public sealed class PastCoffees(PostgresServer postgres)
{
    [Fact]
    public async Task Log_OfACoffeeOfLastYear_IsTaken()
    {
        await using var connection = new NpgsqlConnection($"{await postgres.CreateDatabaseAsync()};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var log = new NpgsqlCommand(
            "INSERT INTO coffees (id, owner, type, size, consumed_at) VALUES (gen_random_uuid(), gen_random_uuid(), 'latte', 'small', '2025-12-31Z')", connection);

        Assert.Equal(1, await log.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}
