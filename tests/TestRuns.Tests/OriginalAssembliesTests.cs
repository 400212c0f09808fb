using Testing;

namespace Frostline.TestRuns.Tests;

public sealed class OriginalAssembliesTests : IDisposable
{
    private const string Rewritten = "...Coverlet.Core.Instrumentation.Tracker...";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private OriginalAssemblies Originals => new(folder.Path, folder.Combine("kept", "Sample"));

    private string Assembly(string name) => File.ReadAllText(Path.Combine(folder.Path, name));

    [Fact]
    public void PutBack_AfterARunThatWasKilled_RestoresWhatCoverageRewrote()
    {
        folder.Write("Shop.dll", "built");
        folder.Write("Other.dll", "other");
        Originals.Keep(["Shop*"]);
        folder.Write("Shop.dll", Rewritten);
        folder.Write("Other.dll", Rewritten);

        Originals.PutBack();

        Assembly("Shop.dll").ShouldBe("built");
        Assembly("Other.dll").ShouldBe(Rewritten);
        Directory.Exists(folder.Combine("kept", "Sample")).ShouldBeFalse();
    }

    [Fact]
    public void PutBack_WhenTheAssemblyWasBuiltAnewMeanwhile_LeavesIt()
    {
        folder.Write("Shop.dll", "built");
        Originals.Keep(["Shop"]);
        folder.Write("Shop.dll", "built anew");

        Originals.PutBack();

        Assembly("Shop.dll").ShouldBe("built anew");
    }
}
