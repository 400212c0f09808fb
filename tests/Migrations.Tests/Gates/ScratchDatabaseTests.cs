using Frostline.Migrations.Gates;
using Testing;

namespace Frostline.Migrations.Tests.Gates;

public sealed class ScratchDatabaseTests(PostgresServer server) : IAsyncLifetime
{
    private readonly CoffeeDatabase database = new(server);

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Create_DropsWhatADeadRunLeft_AndNothingElse()
    {
        var (left, lookalike) = ("frostline_scratch_1_0badc0de", "frostline_scratch_0badc0de_1");
        await database.AskAsync($"CREATE DATABASE {left}");
        await database.AskAsync($"CREATE DATABASE {lookalike}");

        await using (await ScratchDatabase.CreateAsync(new(database.ConnectionString, new()), TimeProvider.System, TestContext.Current.CancellationToken))
        {
            (await CountAsync(left)).ShouldBe(0L);
            (await CountAsync(lookalike)).ShouldBe(1L);
        }

        await database.AskAsync($"DROP DATABASE {lookalike}");
    }

    private Task<object?> CountAsync(string name) => database.AskAsync($"SELECT count(*) FROM pg_database WHERE datname = '{name}'");
}
