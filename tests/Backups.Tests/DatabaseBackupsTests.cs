using System.Collections.Concurrent;
using Npgsql;
using Testing;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Frostline.Backups.Tests;

public sealed class DatabaseBackupsTests(PostgresServer server) : IAsyncLifetime
{
    private readonly CoffeeShop shop = new(server);
    private readonly ConcurrentQueue<string> progress = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DatabaseBackups Backups => new(shop.Place, TimeProvider.System);

    public ValueTask InitializeAsync() => shop.InitializeAsync();

    public ValueTask DisposeAsync() => shop.DisposeAsync();

    private Task<BackupManifest> TakeAsync() => Backups.TakeAsync(shop.Connection, progress.Enqueue, Cancellation);

    [Fact]
    public async Task Take_TellsWhatTheDatabaseHeld_AndProvesIt()
    {
        var backup = await TakeAsync();

        backup.Id.ShouldMatch($@"^{shop.Name}_\d{{8}}T\d{{9}}Z$");
        backup.MigrationHead.ShouldBe("20260201000000_Second");
        backup.Content.Tables.Select(table => (table.Name, table.Rows)).ShouldBe([("\"House rules\".\"Rules\"", 1), ("public.\"__EFMigrationsHistory\"", 2), ("public.coffees", 500)]);
        backup.Content.Schema.ShouldContain("constraint public.coffees.coffees_status_check: CHECK status = ANY ARRAY['new', 'drunk']");
        backup.Proof.ShouldNotBeNull().Rto.ShouldBeGreaterThan(0);
        (await Backups.ListAsync(shop.Name, Cancellation)).Single().Id.ShouldBe(backup.Id);
        progress.Last().ShouldMatch(@"restored in \d+\.\d s and compared in \d+\.\d s: it holds what was backed up; recovery takes \d+\.\d s$");
    }

    /// <summary>The copy is as small as its rows; what was backed up is as large as it ever was, since its last row stays where it is.</summary>
    [Fact]
    public async Task Take_OfATableThatWasLargeOnce_ComparesTheSameRows()
    {
        await shop.RunAsync("INSERT INTO coffees (owner, note) SELECT 'gone', decode(repeat(md5(n::text), 8), 'hex') FROM generate_series(1, 20000) AS n; DELETE FROM coffees WHERE owner = 'gone' AND id < (SELECT max(id) FROM coffees)");

        var coffees = (await TakeAsync()).Content.Tables.Single(table => table.Name == "public.coffees");

        coffees.Rows.ShouldBe(501);
        coffees.Sampled.ShouldBeInRange(1, 100);
    }

    [Fact]
    public async Task Take_LeavesNothingButFileAndManifest_ForTheOwnerOnly()
    {
        var backup = await TakeAsync();

        Directory.GetFileSystemEntries(shop.Folder).Select(entry => Path.GetFileName(entry)).Order().ShouldBe([$"{backup.Id}.backup", $"{backup.Id}.json"]);
        new DirectoryInfo(shop.Folder).UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        new FileInfo(Path.Combine(shop.Folder, $"{backup.Id}.backup")).UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await shop.AskAsync("SELECT count(*) FROM pg_database WHERE starts_with(datname, 'frostline_scratch_' || left(encode(sha256(current_database()::text::bytea), 'hex'), 8))")).ShouldBe(0L);
    }

    [Fact]
    public async Task Restore_WhenTheServerRefusesAPart_SaysWhich_AndLeavesTheDatabaseAsItWas()
    {
        var role = $"barista_of_{shop.Name}";
        await shop.RunAsync($"CREATE ROLE {role}; ALTER TABLE coffees OWNER TO {role}");
        var backup = await TakeAsync();
        await shop.RunAsync($"ALTER TABLE coffees OWNER TO CURRENT_USER; DROP ROLE {role}; DELETE FROM coffees");

        var refused = await Should.ThrowAsync<BackupException>(() => Backups.RestoreAsync(shop.Connection, new(backup.Id, Into: null), progress.Enqueue, Cancellation));

        refused.Message.ShouldContain($"role \"{role}\" does not exist");
        (await shop.AskAsync("SELECT count(*) FROM coffees")).ShouldBe(0L);
    }

    [Fact]
    public async Task Take_ByAUserWhoMayNotMakeDatabases_SaysWhatIsNeeded()
    {
        var user = $"reader_of_{shop.Name}";
        await shop.RunAsync($"CREATE ROLE {user} LOGIN PASSWORD 'x' IN ROLE pg_read_all_data");
        var settings = new NpgsqlConnectionStringBuilder(shop.Connection.Reveal()) { Username = user, Password = "x" };

        var refused = await Should.ThrowAsync<BackupException>(() => Backups.TakeAsync(new(settings.ConnectionString), progress.Enqueue, Cancellation));

        refused.Message.ShouldContain("permission denied to create database (SQL state 42501). The user must own the database and have the right to create others.");
        (await Backups.ListAsync(shop.Name, Cancellation)).Single().Proof.ShouldBeNull();
    }

    [Fact]
    public async Task Loss_TellsWhatWasWrittenSince_OfTheNewestBackupWithThatSchema()
    {
        (await Backups.LossAsync(shop.Connection, "20260201000000_Second", Cancellation)).ShouldBeNull();
        var backup = await TakeAsync();
        await shop.RunAsync("INSERT INTO coffees (owner) VALUES ('ada'), ('bob'); UPDATE \"House rules\".\"Rules\" SET said = 'Grind.'");

        var loss = (await Backups.LossAsync(shop.Connection, "20260201000000_Second", Cancellation)).ShouldNotBeNull();

        loss.ToString().ShouldBe($"A restore of {backup.Id}, taken {backup.TakenAt:u}, would lose what was written since: "
            + "\"House rules\".\"Rules\" has as many rows as it had, 1, with other values; public.coffees has 2 rows more, 502 instead of 500.");
        (await Backups.LossAsync(shop.Connection, "20260101000000_First", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Restore_BringsBackWhatWasThere_AndKeepsWhatIsThereNow()
    {
        var backup = await TakeAsync();
        await shop.RunAsync("DELETE FROM coffees WHERE id > 100; DROP VIEW strong");

        var outcome = await Backups.RestoreAsync(shop.Connection, new(backup.Id, Into: null), progress.Enqueue, Cancellation);

        outcome.Database.ShouldBe(shop.Name);
        (await shop.AskAsync("SELECT count(*) FROM coffees")).ShouldBe(500L);
        (await shop.AskAsync("SELECT sum(cups) FROM strong")).ShouldBe(200m);
        (await shop.AskAsync(outcome.Kept.ShouldNotBeNull(), "SELECT count(*) FROM coffees")).ShouldBe(100L);
        outcome.Kept.ShouldMatch($@"^{shop.Name}_before_\d{{14}}$");
    }
}
