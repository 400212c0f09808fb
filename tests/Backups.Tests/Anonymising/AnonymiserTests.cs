using Frostline.Delivery.Settings;
using Npgsql;
using Testing;

namespace Frostline.Backups.Tests.Anonymising;

public sealed class AnonymiserTests(PostgresServer server) : IAsyncLifetime
{
    private const string People =
        """
        CREATE TABLE people (id uuid PRIMARY KEY, mail text UNIQUE, name varchar(12) NOT NULL, phone text, age int, said text);
        CREATE TABLE cups (person uuid, number int);
        CREATE TABLE audit (old text);
        CREATE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit VALUES (OLD.mail); RETURN NEW; END $$;
        CREATE TRIGGER remember BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION remember();
        INSERT INTO people SELECT md5(n::text)::uuid, 'person' || n || '@example.com', 'Person ' || n, CASE WHEN n % 2 = 0 THEN '0' || n END, n, 'hello' FROM generate_series(1, 50) AS n;
        INSERT INTO cups SELECT md5(n::text)::uuid, n FROM generate_series(1, 50) AS n;
        """;

    private readonly CoffeeShop shop = new(server);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await shop.InitializeAsync();
        await shop.RunAsync(People);
    }

    public ValueTask DisposeAsync() => shop.DisposeAsync();

    private async Task<IReadOnlyList<string>> RunAsync(params (string Column, AnonymousForm Form)[] rules)
    {
        await using var connection = new NpgsqlConnection($"{shop.Connection.Reveal()};Pooling=false");
        await connection.OpenAsync(Cancellation);
        return await new Anonymiser(rules.ToDictionary(rule => rule.Column, rule => rule.Form)).RunAsync(connection, Cancellation);
    }

    [Fact]
    public async Task Run_LeavesNoOriginalValue_AndKeepsWhatBelongsTogether()
    {
        var told = await RunAsync(("people.id", AnonymousForm.Hash), ("cups.person", AnonymousForm.Hash), ("people.mail", AnonymousForm.Email),
            ("people.name", AnonymousForm.Hash), ("people.phone", AnonymousForm.Null), ("people.age", AnonymousForm.Zero), ("people.said", AnonymousForm.Empty));

        told.ShouldContain("people.mail is anonymous in 50 rows");
        (await shop.AskAsync("SELECT count(*) FROM people WHERE mail LIKE 'person%' OR name LIKE 'Person%' OR phone IS NOT NULL OR age <> 0 OR said <> ''")).ShouldBe(0L);
        (await shop.AskAsync("SELECT count(DISTINCT mail) FROM people WHERE mail LIKE '%@example.invalid'")).ShouldBe(50L);
        (await shop.AskAsync("SELECT count(*) FROM people JOIN cups ON person = id")).ShouldBe(50L);
        (await shop.AskAsync("SELECT count(*) FROM people WHERE id IN (SELECT md5(n::text)::uuid FROM generate_series(1, 50) AS n)")).ShouldBe(0L);
    }

    [Fact]
    public async Task Run_KeepsTriggersFromCopyingValuesElsewhere_AndWakesThemAgain()
    {
        await RunAsync(("people.mail", AnonymousForm.Email));

        (await shop.AskAsync("SELECT count(*) FROM audit")).ShouldBe(0L);
        await shop.RunAsync("UPDATE people SET said = 'awake' WHERE age = 1");
        (await shop.AskAsync("SELECT count(*) FROM audit")).ShouldBe(1L);
    }

    [Fact]
    public async Task Run_WhenAColumnIsNotThere_ChangesNothing()
    {
        (await Should.ThrowAsync<BackupException>(() => RunAsync(("people.mail", AnonymousForm.Email), ("people.fax", AnonymousForm.Null))))
            .Message.ShouldBe("database.anonymise.people.fax: there is no such column. Name it as table.column or schema.table.column, in the case it has.");
        (await shop.AskAsync("SELECT count(*) FROM people WHERE mail LIKE 'person%'")).ShouldBe(50L);
    }

    [Theory]
    [InlineData("people.age", AnonymousForm.Hash, "a column of type integer cannot take 'hash'")]
    [InlineData("people.name", AnonymousForm.Email, "a column of type character varying(12) cannot take 'email'")]
    [InlineData("people.name", AnonymousForm.Null, "null value in column \"name\"")]
    public async Task Run_WhenAColumnCannotTakeTheForm_SaysSo(string column, AnonymousForm form, string fact) =>
        (await Should.ThrowAsync<BackupException>(() => RunAsync((column, form)))).Message.ShouldContain(fact);
}
