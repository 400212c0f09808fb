using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Testing;

namespace Images.Tests.Provenance;

public sealed class ProvenanceTests
{
    [Fact]
    public void Write_IsAnInTotoStatementThatSaysTheSameEveryTime()
    {
        var provenance = new Frostline.Images.Provenance
        {
            Name = "coffeetracker/api", Digest = $"sha256:{new string('a', 64)}", BuildType = "urn:frostline:image:v1",
            Parameters = new Dictionary<string, string> { ["service"] = "api", ["project"] = "src/Coffee" },
            Materials = [new("https://example.org/coffee", "gitCommit:4f2a9c1"), new("registry.example/dotnet/aspnet", $"sha256:{new string('b', 64)}")],
            Builder = "https://ci.example", Invocation = "https://ci.example/runs/7",
        };

        provenance.Write().ShouldBe(provenance.Write());
        Golden.Matches(JsonNode.Parse(Encoding.UTF8.GetString(provenance.Write()))!.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n", "provenance.json");
    }
}
