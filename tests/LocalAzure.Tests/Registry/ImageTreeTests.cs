using System.Formats.Tar;
using LocalAzure.Registry;
using Testing;

namespace LocalAzure.Tests.Registry;

public sealed class ImageTreeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _root;

    public ImageTreeTests()
    {
        _root = Directory.CreateDirectory(Path.Combine(_folder.Path, "image", "root")).FullName;
        _folder.Write("outside", "untouched");
    }

    [Fact]
    public async Task Layers_AreLaidOverEachOther()
    {
        await ApplyAsync(Tar.Folder("app/"), Tar.File("app/a", "1"), Tar.File("app/b", "1"), Tar.File("app/sub/c", "1"));
        await ApplyAsync(Tar.File("./app/b", "2"), Tar.File("/app/sub", "now a file"));

        Read("app/a").ShouldBe("1");
        Read("app/b").ShouldBe("2");
        Read("app/sub").ShouldBe("now a file");
    }

    [Fact]
    public async Task Whiteout_HidesWhatALowerLayerBrought()
    {
        await ApplyAsync(Tar.File("app/a", "1"), Tar.File("app/b/c", "1"), Tar.File("app/d", "1"));
        await ApplyAsync(Tar.File("app/.wh.a"), Tar.File("app/.wh.b"));

        Listing().ShouldBe(["app", "app/d"]);
    }

    [Fact]
    public async Task OpaqueMarker_HidesAllButItsOwnLayer_WhereverItStandsInIt()
    {
        await ApplyAsync(Tar.File("app/old", "1"), Tar.File("app/sub/old", "1"), Tar.File("app/both", "1"));
        await ApplyAsync(Tar.File("app/both", "2"), Tar.File("app/sub/new", "2"), Tar.File("app/.wh..wh..opq"), Tar.File("app/after", "2"));

        Listing().ShouldBe(["app", "app/after", "app/both", "app/sub", "app/sub/new"]);
        Read("app/both").ShouldBe("2");
    }

    [Fact]
    public async Task Modes_AreKeptButNeverLockTheOwnerOutNorSetUsers()
    {
        await ApplyAsync(
            new PaxTarEntry(TarEntryType.Directory, "closed/") { Mode = UnixFileMode.None },
            new PaxTarEntry(TarEntryType.RegularFile, "closed/run") { Mode = UnixFileMode.SetUser | (UnixFileMode)0b101_101_101 });

        File.GetUnixFileMode(Path.Combine(_root, "closed")).ShouldBe((UnixFileMode)0b111_000_000);
        File.GetUnixFileMode(Path.Combine(_root, "closed", "run")).ShouldBe((UnixFileMode)0b111_101_101);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("app/../../outside")]
    [InlineData("/../outside")]
    [InlineData("app/.wh...")]
    public async Task Entry_ThatNamesAPlaceOutside_IsRefused(string name)
    {
        await Should.ThrowAsync<InvalidDataException>(() => ApplyAsync(Tar.File(name, "overwritten")));

        File.ReadAllText(Path.Combine(_folder.Path, "outside")).ShouldBe("untouched");
    }

    [Theory]
    [InlineData("link", "../outside")]
    [InlineData("app/link", "../../outside")]
    [InlineData("app/link", "a/../../../outside")]
    [InlineData("link", "/../outside")]
    public async Task Link_ThatLeadsOutside_IsRefused(string name, string target)
    {
        var error = await Should.ThrowAsync<InvalidDataException>(() => ApplyAsync(Tar.SymbolicLink(name, target)));

        error.Message.ShouldBe($"the link '{name}' leads out of the image, to '{target}'.");
    }

    [Fact]
    public async Task AbsoluteLink_LeadsToThatPlaceInTheImage()
    {
        await ApplyAsync(Tar.File("usr/lib/a", "1"), Tar.SymbolicLink("deep/er/lib", "/usr/lib"), Tar.SymbolicLink("etc", "/"));

        Directory.ResolveLinkTarget(Path.Combine(_root, "deep", "er", "lib"), true)!.FullName.ShouldBe(Path.Combine(_root, "usr", "lib"));
        Read("deep/er/lib/a").ShouldBe("1");
        Directory.ResolveLinkTarget(Path.Combine(_root, "etc"), true)!.FullName.TrimEnd('/', '.').ShouldBe(_root);
    }

    [Fact]
    public async Task File_ThroughALinkedFolder_LandsWhereTheLinkLeads()
    {
        await ApplyAsync(Tar.Folder("usr/lib"), Tar.SymbolicLink("lib", "usr/lib"));
        await ApplyAsync(Tar.File("lib/b", "2"));

        Read("usr/lib/b").ShouldBe("2");
        new DirectoryInfo(Path.Combine(_root, "lib")).LinkTarget.ShouldBe("usr/lib");
    }

    [Fact]
    public async Task Link_OnAPathWhoseLinksLeadUpwards_StillCannotLeadOutside()
    {
        // deep/up is the root itself, so what stands in it must be judged from the root, not from three folders down.
        await ApplyAsync(Tar.Folder("deep/er"), Tar.SymbolicLink("deep/er/up", "../.."));

        await Should.ThrowAsync<InvalidDataException>(() => ApplyAsync(Tar.SymbolicLink("deep/er/up/evil", "../outside")));
        await Should.ThrowAsync<InvalidDataException>(() => ApplyAsync(Tar.SymbolicLink("evil", "deep/er/up/../../../../outside")));
    }

    [Fact]
    public async Task Link_WhoseWayIsReplacedLater_StillCannotLeadOutside()
    {
        await ApplyAsync(Tar.Folder("a/b"), Tar.SymbolicLink("x/link", "../a/b/../../c"), Tar.SymbolicLink("a/b", "/"), Tar.File("c/d", "1"));

        new FileInfo(Path.Combine(_root, "x", "link")).LinkTarget.ShouldBe("../c");
        await ApplyAsync(Tar.File("x/link/d", "2"));
        Read("c/d").ShouldBe("2");
    }

    [Fact]
    public async Task Links_InACircle_AreRefused()
    {
        await ApplyAsync(Tar.SymbolicLink("a", "b"), Tar.SymbolicLink("b", "a"));

        await Should.ThrowAsync<InvalidDataException>(() => ApplyAsync(Tar.File("a/c", "1")));
    }

    [Fact]
    public async Task HardLink_IsACopyOfAFileOfTheImage()
    {
        await ApplyAsync(Tar.File("a", "1"), Tar.HardLink("sub/b", "a"));

        Read("sub/b").ShouldBe("1");
    }

    [Theory]
    [InlineData("../../outside")]
    [InlineData("/nowhere")]
    [InlineData("link")]
    public async Task HardLink_ToNoFileOfTheImage_IsRefused(string target)
    {
        await ApplyAsync(Tar.SymbolicLink("link", "somewhere"));

        await Should.ThrowAsync<InvalidDataException>(() => ApplyAsync(Tar.HardLink("b", target)));
    }

    public void Dispose()
    {
        ImageTree.Delete(_root);
        _folder.Dispose();
    }

    private Task ApplyAsync(params TarEntry[] entries) => new ImageTree(_root).ApplyAsync(new MemoryStream(Tar.Of(entries)), CancellationToken.None);

    private string Read(string path) => File.ReadAllText(Path.Combine(_root, path));

    private string[] Listing() =>
        [.. Directory.EnumerateFileSystemEntries(_root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_root, path)).Order(StringComparer.Ordinal)];
}
