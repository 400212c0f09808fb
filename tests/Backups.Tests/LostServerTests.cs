using Npgsql;
using Testing;

namespace Frostline.Backups.Tests;

/// <summary>A server that crashes under a backup.</summary>
public sealed class LostServerTests(CrashingServer crashing) : IClassFixture<CrashingServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_WhenTheServerCrashes_SaysSo_LeavesNothing_AndWorksWhenItIsBack()
    {
        await using var shop = new CoffeeShop(crashing.Server);
        await shop.InitializeAsync();
        var backups = new DatabaseBackups(shop.Place, TimeProvider.System);
        await using var holder = new NpgsqlConnection($"{shop.Connection.Reveal()};Pooling=false");
        await holder.OpenAsync(Cancellation);
        await using (var hold = new NpgsqlCommand("BEGIN; LOCK coffees", holder))
            await hold.ExecuteNonQueryAsync(Cancellation);
        var taking = backups.TakeAsync(shop.Connection, _ => { }, Cancellation);
        await Eventually.Is(async () => await shop.AskAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") is 2L, TimeSpan.FromMinutes(1));

        await crashing.Server.CrashAsync();

        (await Should.ThrowAsync<BackupException>(taking)).Message.ShouldMatch("exit code 1. pg_dump: error|the connection broke .*Nothing was changed; run again");
        Directory.GetFileSystemEntries(shop.Folder).ShouldBeEmpty();
        await crashing.Server.StartAgainAsync();
        (await backups.TakeAsync(shop.Connection, _ => { }, Cancellation)).Proof.ShouldNotBeNull();
    }
}
