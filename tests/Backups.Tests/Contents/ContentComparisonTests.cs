using Frostline.Backups.Contents;

namespace Frostline.Backups.Tests.Contents;

public sealed class ContentComparisonTests
{
    private static readonly DatabaseContent Expected = new(["column public.a.id: bigint", "table public.a"], [new("public.a", 3, 3, "77")]);

    [Fact]
    public void Differences_OfTheSame_AreNone() => ContentComparison.Differences(Expected, Expected with { }).ShouldBeEmpty();

    [Fact]
    public void Differences_NameObjectsThatAreMissingOrNew() =>
        ContentComparison.Differences(Expected, Expected with { Schema = ["column public.a.id: integer", "table public.a"] })
            .ShouldBe(["is missing: column public.a.id: bigint", "is new: column public.a.id: integer"]);

    [Fact]
    public void Differences_CountRows() =>
        ContentComparison.Differences(Expected, Expected with { Tables = [new("public.a", 2, 2, "70")] }).ShouldBe(["table public.a has 2 rows, not 3"]);

    [Fact]
    public void Differences_SeeOtherValuesInTheSameNumberOfRows() =>
        ContentComparison.Differences(Expected, Expected with { Tables = [new("public.a", 3, 3, "78")] }).ShouldBe(["table public.a has other values in rows that were compared"]);

    /// <summary>The server prints a condition otherwise once it has read what it printed.</summary>
    [Fact]
    public void Line_IsTheSame_HoweverTheServerPrintsTheCasts() =>
        CatalogReader.Line("check", "CHECK (((status)::text = ANY ((ARRAY['new'::character varying, 'drunk'::character varying])::text[])))")
            .ShouldBe(CatalogReader.Line("check", "CHECK (((status)::text = ANY (ARRAY[('new'::character varying)::text, ('drunk'::character varying)::text])))"));

    [Fact]
    public void Told_NamesTheFirstTen() => ContentComparison.Told([.. Enumerable.Range(1, 12).Select(number => $"{number}")]).ShouldBe("1; 2; 3; 4; 5; 6; 7; 8; 9; 10; and 2 more");
}
