using Testing;

namespace Frostline.Migrations.Tests;

public sealed class ColumnSumsTests(PostgresServer server) : IAsyncLifetime
{
    private readonly CoffeeDatabase database = new(server);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData("CREATE TABLE beans (id int PRIMARY KEY, origin text)")]
    [InlineData("CREATE TABLE beans (roaster text COLLATE \"C\", id int, origin text COLLATE \"POSIX\", PRIMARY KEY (id, origin))")]
    public async Task Sums_WhenRowsChangePlaces_AreTheSame_AndWhenTheirValuesDo_AreNot(string table)
    {
        await database.AskAsync($"{table}; INSERT INTO beans (id, origin) VALUES (1, 'Kenya'), (2, 'Peru')");
        var before = await SumsAsync("beans", "origin", 2);

        await database.AskAsync("DELETE FROM beans WHERE id = 1; INSERT INTO beans (id, origin) VALUES (1, 'Kenya')");
        var moved = await SumsAsync("beans", "origin", 2);
        await database.AskAsync("UPDATE beans SET origin = CASE id WHEN 1 THEN 'Peru' ELSE 'Kenya' END");

        moved.ShouldBe(before);
        (await SumsAsync("beans", "origin", 2)).ShouldNotBe(before);
    }

    [Fact]
    public async Task Sums_OfATable_HaveEachColumn_AndLeaveTheSessionAsItWas()
    {
        await database.AskAsync("CREATE TABLE beans (at timestamptz, \"Best before\" date); INSERT INTO beans VALUES ('2026-11-21', '2027-01-02')");
        var plain = await SumsAsync("beans", "", 1);

        await using var connection = await database.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German'";
        await command.ExecuteNonQueryAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        var elsewhere = await new ColumnSums(connection).ReadAsync("beans", "", 1, Cancellation);

        plain.Keys.ShouldBe(["at", "Best before"]);
        elsewhere.ShouldBe(plain);
        command.CommandText = "SELECT current_setting('TimeZone') || ' ' || current_setting('search_path')";
        (await command.ExecuteScalarAsync(Cancellation)).ShouldBe("Asia/Tokyo \"$user\", public");
    }

    [Fact]
    public async Task Sums_OfManyRows_AreOfASample_ThatTheKeyChooses()
    {
        await database.AskAsync("CREATE TABLE beans (id int PRIMARY KEY, origin text); INSERT INTO beans SELECT n, 'Kenya' FROM generate_series(1, 100) AS n");
        var before = await SumsAsync("beans", "origin", 20_001);

        await database.AskAsync("UPDATE beans SET origin = 'Peru' WHERE hashtextextended(id::text, 0) & 15 <> 0");

        (await SumsAsync("beans", "origin", 20_001)).ShouldBe(before);
        (await SumsAsync("beans", "origin", 20_000)).ShouldNotBe(before);
    }

    private async Task<IReadOnlyDictionary<string, string>> SumsAsync(string table, string column, long rows)
    {
        await using var connection = await database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        return await new ColumnSums(connection).ReadAsync(table, column, rows, Cancellation);
    }
}
