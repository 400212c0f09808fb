using Npgsql;
using Testing;

namespace Frostline.Backups.Tests.Restoring;

public sealed class RestorationTests(PostgresServer server, ProvenBackup proven) : IClassFixture<ProvenBackup>, IAsyncLifetime
{
    private readonly CoffeeShop shop = new(server);
    private readonly TemporaryFolder copy = proven.Copy();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DatabaseBackups Backups => new(new(copy.Path, proven.Shop.Key), TimeProvider.System);

    private RestoreRequest Request => new(proven.Backup.Id, shop.Name);

    public ValueTask InitializeAsync() => shop.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        copy.Dispose();
        await shop.DisposeAsync();
    }

    /// <summary>Clients that come back at once, as a pool does, must not keep the swap from happening; and each finds one of the two databases or waits.</summary>
    [Fact]
    public async Task Swap_WhileClientsComeBackAllTheTime_Happens()
    {
        await shop.RunAsync("DELETE FROM coffees");
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var clients = Enumerable.Range(0, 3).Select(_ => Task.Run(() => ComeBackAsync(ending.Token), CancellationToken.None)).ToArray();

        var outcome = await Backups.RestoreAsync(shop.Connection, Request, _ => { }, Cancellation);

        await Eventually.Holds(async () => (await shop.AskAsync("SELECT count(*) FROM coffees")).ShouldBe(500L));
        await ending.CancelAsync();
        await Task.WhenAll(clients);
        (await shop.AskAsync(outcome.Kept!, "SELECT count(*) FROM coffees")).ShouldBe(0L);
    }

    [Fact]
    public async Task Restore_WhenPreparingTheCopyFails_LeavesTheDatabaseAsItWas_AndNoCopy()
    {
        string? prepared = null;

        await Should.ThrowAsync<BackupException>(() => Backups.RestoreAsync(shop.Connection, Request with
        {
            Prepare = (_, connection, _) =>
            {
                prepared = connection.Database;
                throw new BackupException("no");
            },
        }, _ => { }, Cancellation));

        (await shop.AskAsync("SELECT count(*) FROM coffees")).ShouldBe(500L);
        (await shop.AskAsync($"SELECT count(*) FROM pg_database WHERE datname = '{prepared}'")).ShouldBe(0L);
    }

    [Fact]
    public async Task Restore_IntoADatabaseThatIsNotThere_MakesIt()
    {
        var outcome = await Backups.RestoreAsync(shop.Connection, Request with { Into = $"{shop.Name}_new" }, _ => { }, Cancellation);

        outcome.Kept.ShouldBeNull();
        (await shop.AskAsync($"{shop.Name}_new", "SELECT count(*) FROM coffees")).ShouldBe(500L);
    }

    private async Task ComeBackAsync(CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(shop.Connection.Reveal()) { Pooling = false };
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(settings.ConnectionString);
                await connection.OpenAsync(CancellationToken.None);
                await using var command = new NpgsqlCommand("SELECT pg_sleep(0.02)", connection);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                // Sent away; comes back.
            }
        }
    }
}
