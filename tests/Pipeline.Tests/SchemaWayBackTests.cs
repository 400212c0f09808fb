using System.Collections.Concurrent;
using System.Text.Json;
using Frostline.Backups;
using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Frostline.Migrations;
using Frostline.Pipeline.Databases;
using Npgsql;
using Testing;

namespace Pipeline.Tests;

/// <summary>Migrate --to a migration that lies behind, on a real database with backups.</summary>
public sealed class SchemaWayBackTests(PostgresServer server) : IClassFixture<PostgresServer>, IAsyncLifetime
{
    private readonly TemporaryFolder folder = new("way-back");
    private readonly ConcurrentQueue<string> printed = new();
    private readonly BackupKey key = BackupKey.Parse(BackupKey.Generate(), "test");
    private Secret connection = new("");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DatabaseBackups Backups => new(new(folder.Combine("backups"), key), TimeProvider.System);

    private WayBack Way => new()
    {
        Environment = "staging",
        Source = new(typeof(WayBackContext).Assembly.Location, nameof(WayBackContext)),
        Connection = connection,
        Target = MakeBeans.Id,
        Backups = () => Task.FromResult(Backups),
        Print = printed.Enqueue,
        Folder = folder.Combine("migrate", "staging"),
    };

    public async ValueTask InitializeAsync()
    {
        connection = new(await server.CreateDatabaseAsync());
        await new Migrator(TimeProvider.System).ApplyAsync(Way.Source, connection, new(), _ => { }, Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Task RunAsync(WayBack way) => new SchemaWayBack(way, TimeProvider.System).RunAsync(Cancellation);

    [Fact]
    public async Task Run_WhereNothingWouldBeLost_GoesBack_AndTellsSoInTheOutcome()
    {
        await RunAsync(Way);

        var outcome = Outcome();
        outcome.GetProperty("verdict").GetString().ShouldBe("pass");
        outcome.GetProperty("head").GetString().ShouldBe(MakeBeans.Id);
        outcome.GetProperty("returned")[0].GetProperty("name").GetString().ShouldBe(AddOrigin.Id);
        outcome.GetProperty("lost").GetArrayLength().ShouldBe(0);
        outcome.TryGetProperty("backupId", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_WhereValuesWouldBeLost_SaysWhich_AndWhatARestoreWouldLose()
    {
        await AskAsync("ALTER TABLE beans DROP COLUMN origin; DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" = '20260102000000_AddOrigin'; INSERT INTO beans VALUES (1)");
        var backup = await Backups.TakeAsync(connection, _ => { }, Cancellation);
        await AskAsync("ALTER TABLE beans ADD origin text; INSERT INTO \"__EFMigrationsHistory\" VALUES ('20260102000000_AddOrigin', '10'); INSERT INTO beans VALUES (2, 'Kenya'), (3, 'Peru')");

        var refused = await Should.ThrowAsync<RefusedException>(RunAsync(Way));

        refused.Message.ShouldMatch(@"^test\d+ at 127\.0\.0\.1:\d+: going back to 20260101000000_MakeBeans would lose something: column beans\.origin has 2 values\. "
            + $@"A restore of {backup.Id}, taken {backup.TakenAt:u}, would lose what was written since: public\.beans has 2 rows more, 3 instead of 1\. Nothing was changed\.");
        Outcome().GetProperty("verdict").GetString().ShouldBe("inconclusive");
        Outcome().GetProperty("problem").GetString().ShouldBe(refused.Message);
        (await AskAsync("SELECT count(origin) FROM beans")).ShouldBe(2L);
    }

    [Fact]
    public async Task Run_WithForce_TakesAProvenBackup_GoesBack_AndRecordsWhatWasLost()
    {
        await AskAsync("INSERT INTO beans VALUES (2, 'Kenya')");

        await RunAsync(Way with { Force = true });

        (await AskAsync("SELECT count(*) FROM information_schema.columns WHERE table_name = 'beans'")).ShouldBe(1L);
        var backup = (await Backups.ListAsync(new NpgsqlConnectionStringBuilder(connection.Reveal()).Database!, Cancellation)).ShouldHaveSingleItem();
        var outcome = Outcome();
        outcome.GetProperty("verdict").GetString().ShouldBe("pass");
        outcome.GetProperty("backupId").GetString().ShouldBe(backup.Id);
        outcome.GetProperty("restoreSeconds").GetDouble().ShouldBe(backup.Proof.ShouldNotBeNull().RestoreSeconds);
        outcome.GetProperty("lost")[0].GetString().ShouldBe("column beans.origin has a value");
    }

    [Fact]
    public async Task Run_WhenAValueIsChangedAfterTheBackup_Refuses_ForNoBackupHasIt()
    {
        await AskAsync("INSERT INTO beans VALUES (2, 'Kenya')");
        var way = Way with
        {
            Force = true,
            Print = line =>
            {
                if (line.Contains("it holds what was backed up", StringComparison.Ordinal))
                    AskAsync("UPDATE beans SET origin = 'Peru'").GetAwaiter().GetResult();
            },
        };

        var refused = await Should.ThrowAsync<MigrationException>(RunAsync(way));

        refused.Message.ShouldBe($"Going back to {MakeBeans.Id} would lose something: column beans.origin has a value, some of it changed since that was accepted. Nothing was changed.");
        (await AskAsync("SELECT origin FROM beans")).ShouldBe("Peru");
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Run_AtATerminal_Asks_AndDoesAsItIsTold(bool yes, int left)
    {
        await AskAsync("INSERT INTO beans VALUES (2, 'Kenya')");
        var asked = new List<string>();

        var going = RunAsync(Way with { Ask = question => { asked.Add(question); return Task.FromResult(yes); } });

        if (yes)
            await going;
        else
            (await Should.ThrowAsync<RefusedException>(going)).Message.ShouldStartWith("Not agreed: ");
        asked.ShouldBe(["Go back all the same, once a backup is taken and proven?"]);
        printed.First().ShouldContain("column beans.origin has a value. There is no proven backup with that schema to restore instead.");
        (await AskAsync("SELECT count(*) FROM information_schema.columns WHERE table_name = 'beans' AND column_name = 'origin'")).ShouldBe((long)left);
    }

    [Fact]
    public async Task Run_WhenTheReleaseThatServesNeedsTheSchema_SaysHowToGoBackFirst()
    {
        var serving = new LedgerEntry { Id = "1", Environment = "staging", Version = "1.4.0", Commit = "", Sources = "", Actor = "ada@desk", At = default, Services = [], MigrationHead = AddOrigin.Id };

        var refused = await Should.ThrowAsync<RefusedException>(RunAsync(Way with { Serving = serving }));

        refused.Message.ShouldBe($"staging: 1.4.0 serves and needs the schema up to {AddOrigin.Id}. Go back with the traffic first: ./build.sh --target=Rollback --database --environment=staging; or pass --force.");
    }

    [Fact]
    public async Task Show_SaysWhatWouldHappen_AndChangesNothing()
    {
        await AskAsync("INSERT INTO beans VALUES (2, 'Kenya')");

        await new SchemaWayBack(Way, TimeProvider.System).ShowAsync(Cancellation);

        printed.ShouldContain(line => line.EndsWith($"would go back to {MakeBeans.Id}: {AddOrigin.Id} would be taken back", StringComparison.Ordinal));
        printed.ShouldContain("Lost would be: column beans.origin has a value. There is no proven backup with that schema to restore instead.");
        File.Exists(Path.Combine(Way.Folder, "outcome.json")).ShouldBeFalse();
        (await AskAsync("SELECT count(origin) FROM beans")).ShouldBe(1L);
    }

    private JsonElement Outcome() => JsonElement.Parse(File.ReadAllText(Path.Combine(Way.Folder, "outcome.json")));

    private async Task<object?> AskAsync(string sql)
    {
        await using var open = new NpgsqlConnection($"{connection.Reveal()};Pooling=false");
        await open.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, open);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
