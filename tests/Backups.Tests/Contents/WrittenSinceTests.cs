using Frostline.Backups.Contents;

namespace Frostline.Backups.Tests.Contents;

public sealed class WrittenSinceTests
{
    private static readonly string[] Columns = ["column public.coffees.id: bigint not null", "column public.coffees.size: text"];

    private static DatabaseContent With(long rows, string checksum = "1", params string[] more) => new([.. Columns, .. more], [new("public.coffees", rows, rows, checksum)]);

    private static IReadOnlyList<string> Between(DatabaseContent then, DatabaseContent now) => WrittenSince.Between(then, now);

    [Fact]
    public void Between_TellsRowsThatCame() => Between(With(500), With(512, "2")).ShouldBe(["public.coffees has 12 rows more, 512 instead of 500"]);

    [Fact]
    public void Between_TellsRowsThatWent() => Between(With(2), With(1, "2")).ShouldBe(["public.coffees has a row fewer, 1 instead of 2, which would be back"]);

    [Fact]
    public void Between_TellsRowsThatChanged() => Between(With(500), With(500, "2")).ShouldBe(["public.coffees has as many rows as it had, 500, with other values"]);

    [Fact]
    public void Between_WhenColumnsCameToo_SaysWhatCannotBeTold() => Between(With(500), With(500, "2", "column public.coffees.milk: text")).ShouldBe(
        ["public.coffees has as many rows as it had, 500; its columns are others, so that nobody can tell whether values are"]);

    [Fact]
    public void Between_TellsTablesThatAreNew_AndNothingOfOurOwn() => Between(
        With(1), new(Columns, [new("public.coffees", 1, 1, "1"), new("public.notes", 3, 3, "7"), new("public.empty", 0, 0, "0"), new("public.__frostline_migrations", 3, 3, "7")])).ShouldBe(["public.notes is new, with 3 rows"]);

    [Fact]
    public void Between_TwoThatAreAlike_FindsNothing() => Between(With(500), With(500)).ShouldBeEmpty();
}
