using System.Text;
using Frostline.Bicep.TypeData;
using Frostline.Bicep.Types;

namespace Bicep.Tests.TypeData;

public sealed class CatalogFileTests
{
    private const string Types = """
        [
          { "$type": "StringLiteralType", "value": "never reached" },
          { "$type": "StringType", "minLength": 2, "maxLength": 32, "pattern": "^\\w+\t$" },
          { "$type": "StringLiteralType", "value": "Enabled" },
          { "$type": "UnionType", "elements": [{ "$ref": "#/2" }, { "$ref": "#/1" }] },
          { "$type": "ObjectType", "name": "Body", "properties": {
              "name": { "type": { "$ref": "#/1" }, "flags": 9 },
              "access": { "type": { "$ref": "#/3" } },
              "self": { "type": { "$ref": "#/4" }, "flags": 2 } } },
          { "$type": "ResourceType", "name": "Some.Provider/things@2024-01-01", "body": { "$ref": "#/4" }, "readableScopes": 8, "writableScopes": 8 },
          { "$type": "ResourceType", "name": "Some.Provider/things@2020-01-01", "body": { "$ref": "#/0" }, "readableScopes": 8, "writableScopes": 8 }
        ]
        """;

    [Fact]
    public void Catalog_ReadFromWhatTheToolWrote_HasTheSameTypes()
    {
        var catalog = Catalog("Some.Provider/things@2024-01-01");

        catalog.VersionsOf("some.provider/THINGS").ShouldBe(["2024-01-01"]);
        var body = catalog.Find("Some.Provider/things", "2024-01-01").ShouldNotBeNull().Body.ShouldBeOfType<ObjectNode>();
        body.Properties["name"].Required.ShouldBeTrue();
        body.Properties["name"].Type.Node.ShouldBe(new StringNode(2, 32, "^\\w+\t$", false));
        body.Properties["self"].ReadOnly.ShouldBeTrue();
        body.Properties["self"].Type.Node.ShouldBe(body);
        body.Properties["access"].Type.Node.ShouldBeOfType<UnionNode>().Elements.Select(element => element.Node).ShouldContain(new LiteralNode("Enabled"));
    }

    [Fact]
    public void Catalog_HoldsOnlyWhatWasChosen() => Catalog("Some.Provider/things@2020-01-01").VersionsOf("Some.Provider/things").ShouldBe(["2020-01-01"]);

    [Theory]
    [InlineData("2020-01-01,2022-01-01,2024-01-01", "2022-01-01,2024-01-01")]
    [InlineData("2020-01-01,2024-01-01,2025-01-01-preview,2023-01-01-preview", "2020-01-01,2024-01-01,2025-01-01-preview")]
    [InlineData("2016-09-01,2021-05-01-preview,2020-01-01-preview", "2016-09-01,2021-05-01-preview")]
    public void Selection_TakesTheTwoNewestStableVersionsAndAYoungerPreview(string known, string chosen)
    {
        var names = known.Split(',').Select(version => $"A/b@{version}").ToArray();
        var selection = VersionSelection.Of(names);

        names.Where(selection.Contains).Order(StringComparer.Ordinal).ShouldBe(chosen.Split(',').Select(version => $"A/b@{version}"));
    }

    [Fact]
    public void EmbeddedCatalog_KnowsTheProvidersOfTheProject()
    {
        foreach (var provider in new[] { "Microsoft.App", "Microsoft.Cache", "Microsoft.Cdn", "Microsoft.ContainerRegistry", "Microsoft.DBforPostgreSQL", "Microsoft.Insights",
                     "Microsoft.KeyVault", "Microsoft.Network", "Microsoft.OperationalInsights", "Microsoft.ServiceBus", "Microsoft.Sql", "Microsoft.Storage", "Microsoft.Web" })
        {
            TypeCatalog.Embedded.KnowsProvider(provider).ShouldBeTrue(provider);
        }
    }

    private static TypeCatalog Catalog(string chosen)
    {
        using var file = new MemoryStream();
        CatalogFile.Write(file, [SourceModule.Read(Encoding.UTF8.GetBytes(Types))], VersionSelection.Of([chosen]));
        file.Position = 0;
        return TypeCatalog.Read(file);
    }
}
