using Frostline.Migrations.Gates;
using Frostline.Migrations.Proofs;

namespace Frostline.Migrations.Tests.Proofs;

public sealed class SchemaProofTests
{
    private static readonly MappedTable Beans = new("beans", new Dictionary<string, bool> { ["id"] = false, ["name"] = false, ["note"] = true });

    private static readonly CatalogColumn Id = new("bigint", Required: true, Default: null, Identity: true, Generated: false);
    private static readonly CatalogColumn Name = new("character varying(16)", Required: true, Default: null, Identity: false, Generated: false);
    private static readonly CatalogColumn Note = new("text", Required: false, Default: null, Identity: false, Generated: false);

    private static CatalogTable Then => new("beans") { Columns = { ["id"] = Id, ["name"] = Name, ["note"] = Note } };

    private static IReadOnlyList<string> After(Action<CatalogTable> change) => Proof(change).Breaks();

    private static SchemaProof Proof(Action<CatalogTable> change)
    {
        var now = Then;
        change(now);
        return new([Beans], Catalog(Then), Catalog(now));
    }

    private static Catalog Catalog(params CatalogTable[] tables) => new(tables.ToDictionary(table => table.Name), new Dictionary<string, string>());

    [Fact]
    public void Demands_OfWhatOnlyAdds_AreNone() => Proof(table =>
    {
        table.Columns["farm"] = Note;
        table.Columns["roast"] = Name with { Default = "''::text" };
        table.Columns["name"] = Name with { Type = "character varying(64)" };
        table.Indexes["unique_farm"] = new(true, "CREATE UNIQUE INDEX unique_farm ON public.beans USING btree (farm)", ["farm"], true);
        table.Constraints["farms"] = new('f', "FOREIGN KEY (farm) REFERENCES farms(id)", ["farm"]);
        table.Constraints["long"] = new('c', "CHECK ((length(farm) > 3))", ["farm"]);
    }).Demands().ShouldBeEmpty();

    [Fact]
    public void Breaks_OfWhatOnlyAdds_AreNone() => After(table =>
    {
        table.Columns["farm"] = Note;
        table.Columns["roast"] = Name with { Default = "''::text" };
        table.Columns["name"] = Name with { Type = "character varying(64)" };
    }).ShouldBeEmpty();

    [Fact]
    public void Breaks_WhenTheTableIsGone_SayIt() => new SchemaProof([Beans], Catalog(Then), Catalog()).Breaks().ShouldBe(["table beans is gone"]);

    [Fact]
    public void Breaks_WhenAMappedColumnIsGoneOrRenamed_SayIt() => After(table => table.Columns.Remove("note")).ShouldBe(["column beans.note is gone"]);

    [Fact]
    public void Breaks_WhenAnUnmappedColumnIsGone_AreNone() =>
        new SchemaProof([new("beans", new Dictionary<string, bool> { ["id"] = false })], Catalog(Then), Catalog(new CatalogTable("beans") { Columns = { ["id"] = Id } })).Breaks().ShouldBeEmpty();

    [Fact]
    public void Breaks_WhenAColumnIsNarrower_SayBothTypes() =>
        After(table => table.Columns["name"] = Name with { Type = "character varying(8)" }).ShouldBe(["column beans.name is character varying(8) and was character varying(16)"]);

    [Fact]
    public void Breaks_WhenAColumnTakesNoNull_SayIt() => After(table => table.Columns["note"] = Note with { Required = true, Default = "''" }).ShouldBe(["column beans.note takes no null any more"]);

    [Fact]
    public void Breaks_WhenAColumnMayBeNullThatIsReadWithout_SayIt() => After(table => table.Columns["name"] = Name with { Required = false }).ShouldBe(["column beans.name may be null, which its model does not read"]);

    [Fact]
    public void Breaks_WhenANewColumnMustBeGiven_SayIt() => After(table => table.Columns["roast"] = Name).ShouldBe(["column beans.roast must be given and has no default"]);

    [Fact]
    public void Breaks_WhenTheDatabaseFillsAColumnNoMore_SayIt() => After(table => table.Columns["id"] = Id with { Identity = false }).ShouldBe(["column beans.id has no default any more"]);

    [Fact]
    public void Breaks_WhenAColumnIsComputed_SayIt() => After(table => table.Columns["note"] = Note with { Generated = true }).ShouldBe(["column beans.note is computed and may not be given"]);

    [Fact]
    public void Demands_WhenRowsMustMeetMore_SayWhat() => Proof(table =>
    {
        table.Indexes["unique_name"] = new(true, "CREATE UNIQUE INDEX unique_name ON public.beans USING btree (name)", ["name"], true);
        table.Constraints["long"] = new('c', "CHECK ((length(name) > 3))", ["name"]);
        table.Columns["farm"] = Note;
        table.Constraints["given"] = new('c', "CHECK ((farm IS NOT NULL))", ["farm"]);
    }).Demands().ShouldBe([
        "rows of beans must meet long: CHECK ((length(name) > 3))", "rows of beans must meet given: CHECK ((farm IS NOT NULL))",
        "rows of beans must be unique by unique_name: name",
    ]);
}
