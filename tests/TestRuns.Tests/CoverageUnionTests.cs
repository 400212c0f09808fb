using Testing;

namespace Frostline.TestRuns.Tests;

public sealed class CoverageUnionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Union_CountsALineOnceAndCoveredWhenAnyProjectRanIt()
    {
        var union = new CoverageUnion("/checkout");

        union.Add(Cobertura("Shop", "src/Till.cs", (1, 1), (2, 0), (3, 0)));
        union.Add(Cobertura("Shop", "src/Till.cs", (1, 0), (2, 5), (3, 0)));
        union.Add(Cobertura("Yard", "src/Gate.cs", (1, 0)));

        union.Assemblies.ShouldBe([new AssemblyCoverage("Shop", 2, 3), new AssemblyCoverage("Yard", 0, 1)]);
        union.Total.ShouldBe(new AssemblyCoverage("all", 2, 4));
    }

    [Fact]
    public void Union_LeavesOutWhatTheBuildMade()
    {
        var union = new CoverageUnion("/checkout");

        union.Add(Cobertura("Shop", "artifacts/obj/Shop/Log.g.cs", (1, 1)));

        union.Total.Lines.ShouldBe(0);
    }

    [Fact]
    public void Percent_IsCutSoThatAMissNeverReadsAsAHit() => new AssemblyCoverage("Shop", 7999, 10000).Percent.ShouldBe(79.9);

    private string Cobertura(string assembly, string file, params (int Number, int Hits)[] lines) => folder.Write(
        $"{Guid.NewGuid()}.xml",
        $"""
        <coverage><sources><source>/checkout/</source></sources><packages><package name="{assembly}"><classes>
        <class name="C" filename="{file}"><methods /><lines>
        {string.Concat(lines.Select(line => $"<line number=\"{line.Number}\" hits=\"{line.Hits}\" />"))}
        </lines></class></classes></package></packages></coverage>
        """);
}
