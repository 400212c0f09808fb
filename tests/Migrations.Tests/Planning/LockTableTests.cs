using Frostline.Migrations.Linting;
using Frostline.Migrations.Planning;
using Frostline.Migrations.Sql;
using Npgsql;
using Testing;

namespace Frostline.Migrations.Tests.Planning;

public sealed class LockTableTests(PostgresServer server)
{
    private const string Schema =
        """
        CREATE TABLE farms (id bigint PRIMARY KEY);
        CREATE TABLE beans (id bigint PRIMARY KEY, name text, size varchar(16), farm bigint, during int4range);
        CREATE TABLE parted (id bigint) PARTITION BY RANGE (id);
        CREATE TABLE part PARTITION OF parted FOR VALUES FROM (1) TO (2);
        CREATE TABLE loose (id bigint);
        CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER there BEFORE INSERT ON beans FOR EACH ROW EXECUTE FUNCTION noted();
        ALTER TABLE beans ADD CONSTRAINT sized CHECK (size <> '') NOT VALID;
        INSERT INTO farms VALUES (1);
        INSERT INTO beans VALUES (1, 'a', 'b', 1);
        """;

    /// <summary>What a transaction may hold; what runs outside transactions is as the manual says.</summary>
    private static readonly string[] Statements =
    [
        "CREATE TABLE made (id bigint REFERENCES farms)",
        "DROP TABLE beans",
        "ALTER TABLE beans ADD note text",
        "ALTER TABLE beans ADD note uuid DEFAULT gen_random_uuid()",
        "ALTER TABLE beans DROP name",
        "ALTER TABLE beans RENAME name TO title",
        "ALTER TABLE beans RENAME TO roasts",
        "ALTER TABLE beans ALTER size TYPE text",
        "ALTER TABLE beans ALTER name SET NOT NULL",
        "ALTER TABLE beans ALTER name DROP NOT NULL",
        "ALTER TABLE beans ALTER name SET DEFAULT ''",
        "ALTER TABLE beans ADD CONSTRAINT f FOREIGN KEY (farm) REFERENCES farms (id)",
        "ALTER TABLE beans ADD CONSTRAINT f FOREIGN KEY (farm) REFERENCES farms (id) NOT VALID",
        "ALTER TABLE beans ADD CONSTRAINT c CHECK (id > 0)",
        "ALTER TABLE beans ADD CONSTRAINT u UNIQUE (name)",
        "ALTER TABLE beans ADD EXCLUDE USING gist (during WITH &&)",
        "ALTER TABLE beans VALIDATE CONSTRAINT sized",
        "ALTER TABLE beans DROP CONSTRAINT sized",
        "ALTER TABLE beans DISABLE TRIGGER there",
        "ALTER TABLE beans ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE beans SET (fillfactor = 70)",
        "ALTER TABLE beans SET UNLOGGED",
        "ALTER TABLE beans ALTER name SET STATISTICS 500",
        "ALTER TABLE parted ATTACH PARTITION loose FOR VALUES FROM (2) TO (3)",
        "ALTER TABLE parted DETACH PARTITION part",
        "CREATE INDEX i ON beans (name)",
        "CREATE UNIQUE INDEX i ON beans (name)",
        "REINDEX TABLE beans",
        "CREATE TRIGGER noted BEFORE INSERT ON beans FOR EACH ROW EXECUTE FUNCTION noted()",
        "CREATE STATISTICS s ON name, size FROM beans",
        "INSERT INTO beans (id) VALUES (2)",
        "UPDATE beans SET name = ''",
        "DELETE FROM beans",
        "TRUNCATE beans",
        "SELECT name FROM beans",
        "LOCK TABLE beans IN SHARE ROW EXCLUSIVE MODE",
        "ANALYZE beans",
        "CLUSTER beans USING beans_pkey",
    ];

    [Fact]
    public async Task Of_AStatement_IsWhatAServerLocks()
    {
        await using var connection = new NpgsqlConnection($"{await server.CreateDatabaseAsync()};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await RunAsync(connection, Schema);

        var wrong = new List<string>();
        foreach (var sql in Statements)
        {
            var (told, taken) = (Told(sql), await TakenAsync(connection, sql));
            if (told != taken)
                wrong.Add($"{sql}: told {told}, taken {taken}");
        }

        wrong.ShouldBeEmpty();
    }

    private static string Told(string sql)
    {
        var statement = SqlScript.Split(sql).Single();
        var step = new Step(statement, StatementReader.Read(statement));
        return string.Join(", ", LockTable.Of(step, new Scope([step], 0, new Version(15, 0))).OrderBy(held => held.Table, StringComparer.Ordinal).Select(held => $"{held.Table} {held.Mode}"));
    }

    private static async Task<string> TakenAsync(NpgsqlConnection connection, string sql)
    {
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var named = new Dictionary<uint, string>();
        await using (var tables = new NpgsqlCommand("SELECT oid, relname FROM pg_class WHERE relname IN ('farms', 'beans', 'parted', 'part', 'loose')", connection))
        await using (var reader = await tables.ExecuteReaderAsync(TestContext.Current.CancellationToken))
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                named[reader.GetFieldValue<uint>(0)] = reader.GetString(1);
        await RunAsync(connection, sql);
        var held = new List<(string Table, LockMode Mode)>();
        await using (var locks = new NpgsqlCommand("SELECT relation, mode FROM pg_locks WHERE locktype = 'relation' AND pid = pg_backend_pid() AND granted", connection))
        await using (var reader = await locks.ExecuteReaderAsync(TestContext.Current.CancellationToken))
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                if (named.TryGetValue(reader.GetFieldValue<uint>(0), out var table))
                    held.Add((table, Enum.Parse<LockMode>(reader.GetString(1)[..^"Lock".Length])));
        return string.Join(", ", held.GroupBy(one => one.Table).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Max(mode => mode.Mode)}"));
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
