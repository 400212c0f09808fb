using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frostline.Images;
using Testing;

namespace Images.Tests;

public sealed class ImageBuilderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Build_OfTheSameFilesInAnotherPlaceOrderTimeAndMode_GivesTheSameDigest()
    {
        var first = PublishedApp.Write(_folder, "first");
        var second = PublishedApp.Write(_folder, Path.Combine("some where", "else"), reverse: true);
        foreach (var file in Directory.EnumerateFiles(second, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var one = await BuildAsync(PublishedApp.Request(first), "one");
        var two = await BuildAsync(PublishedApp.Request(second) with { Created = PublishedApp.Commit.ToUniversalTime().AddMilliseconds(7) }, "two");

        two.Digest.ShouldBe(one.Digest);
        two.Layers.ShouldBe(one.Layers);
    }

    [Fact]
    public async Task Build_OfStaticAssetsWrittenAtAnotherTime_GivesTheSameDigest()
    {
        const string List = """{"Endpoints":[{"Route":"site.css","ResponseHeaders":[{"Name":"ETag","Value":"\"abc\""},{"Name":"Last-Modified","Value":"TIME"}]}]}""";
        var images = new List<BuiltImage>();
        foreach (var time in new[] { "Fri, 20 Nov 2026 22:00:00 GMT", "Sat, 21 Nov 2026 07:30:00 GMT" })
        {
            var published = PublishedApp.Write(_folder, "published");
            File.WriteAllText(Path.Combine(published, "Coffee.staticwebassets.endpoints.json"), List.Replace("TIME", time, StringComparison.Ordinal));
            images.Add(await BuildAsync(PublishedApp.Request(published), "image"));
        }

        images[1].Digest.ShouldBe(images[0].Digest);
        (await LayerListing.ReadTextAsync(images[1], 1, "app/Coffee.staticwebassets.endpoints.json"))
            .ShouldBe(List.Replace("TIME", "Sat, 14 Mar 2026 13:09:26 GMT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Build_AfterAnEditOfTheApp_KeepsTheDependencyLayer()
    {
        var published = PublishedApp.Write(_folder, "published");
        var before = await BuildAsync(PublishedApp.Request(published), "image");
        File.WriteAllText(Path.Combine(published, "Coffee.dll"), "the app, edited");
        var after = await BuildAsync(PublishedApp.Request(published), "image");

        after.Digest.ShouldNotBe(before.Digest);
        after.Layers[0].ShouldBe(before.Layers[0]);
        after.Layers[1].ShouldNotBe(before.Layers[1]);
    }

    [Fact]
    public async Task Build_PutsPackagesBelowAndTheAppAbove_WithoutWhatDoesNotBelongThere()
    {
        var image = await PublishedApp.BuildAsync(_folder);

        (await LayerListing.ReadAsync(image, 0)).Names().ShouldBe([
            "app/", "app/de/", "app/runtimes/", "app/runtimes/linux-x64/", "app/runtimes/linux-x64/native/",
            "app/Npgsql.dll", "app/Yarp.dll", "app/de/Npgsql.resources.dll", "app/runtimes/linux-x64/native/libnative.so"]);
        (await LayerListing.ReadAsync(image, 1)).Names().ShouldBe([
            "app/", "app/wwwroot/", "app/wwwroot/css/",
            "app/Coffee.Data.dll", "app/Coffee.deps.json", "app/Coffee.dll", "app/Coffee.runtimeconfig.json", "app/appsettings.json", "app/wwwroot/css/site.css"]);
    }

    [Fact]
    public async Task Build_GivesEveryEntryOneOwnerOneTimeAndAPlainMode()
    {
        var entries = await LayerListing.ReadAsync(await PublishedApp.BuildAsync(_folder), 0);

        entries.ShouldContain("755 0:0 2026-03-14T13:09:26Z app/");
        entries.ShouldContain("644 0:0 2026-03-14T13:09:26Z app/Npgsql.dll");
        entries.ShouldContain("755 0:0 2026-03-14T13:09:26Z app/runtimes/linux-x64/native/libnative.so");
    }

    [Fact]
    public async Task Build_WritesTheConfigurationPlatformsReadAndPeopleInspect()
    {
        var image = await PublishedApp.BuildAsync(_folder);

        var configuration = JsonNode.Parse(File.ReadAllBytes(image.BlobFile(image.ConfigDigest)))!;
        Golden.Matches(configuration.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n", "configuration.json");
    }

    [Fact]
    public async Task Build_WritesALayoutWhoseBlobsAreWhatTheirNamesSay()
    {
        var image = await PublishedApp.BuildAsync(_folder);

        File.ReadAllText(Path.Combine(image.Folder, "oci-layout")).ShouldBe("""{"imageLayoutVersion":"1.0.0"}""");
        JsonNode.Parse(File.ReadAllText(Path.Combine(image.Folder, "index.json")))!["manifests"]![0]!["digest"]!.GetValue<string>().ShouldBe(image.Digest);
        foreach (var blob in Directory.EnumerateFiles(Path.Combine(image.Folder, "blobs", "sha256")))
            Descriptor.Of("", File.ReadAllBytes(blob)).Digest.ShouldBe($"sha256:{Path.GetFileName(blob)}");
        Directory.EnumerateFiles(Path.Combine(image.Folder, "blobs", "sha256")).Count().ShouldBe(4);
        Directory.EnumerateDirectories(Path.GetDirectoryName(image.Folder)!).ShouldBe([image.Folder]);
    }

    [Fact]
    public async Task Build_OnABase_AddsToItsLayersSettingsAndHistory()
    {
        var below = new Descriptor(MediaTypes.Layer, $"sha256:{new string('a', 64)}", 1000);
        var configuration = """
            {"architecture":"arm64","os":"linux","config":{"Env":["PATH=/usr/bin","ASPNETCORE_HTTP_PORTS=80"],"Labels":{"vendor":"someone"}},
             "rootfs":{"type":"layers","diff_ids":["sha256:bbb"]},"history":[{"created_by":"below"}]}
            """;
        var request = PublishedApp.Request(PublishedApp.Write(_folder, "published")) with
        {
            Bases = [new BaseImage($"registry.example/dotnet/aspnet@sha256:{new string('c', 64)}", [below], Encoding.UTF8.GetBytes(configuration))],
        };

        var image = await BuildAsync(request, "image");

        image.Layers.Count.ShouldBe(3);
        image.Layers[0].ShouldBe(below);
        var written = JsonNode.Parse(File.ReadAllBytes(image.BlobFile(image.ConfigDigest)))!;
        written["architecture"]!.GetValue<string>().ShouldBe("arm64");
        written["config"]!["Env"]!.ToJsonString().ShouldBe("""["APP_UID=1654","ASPNETCORE_HTTP_PORTS=8080","PATH=/usr/bin"]""");
        written["config"]!["Labels"]!["vendor"]!.GetValue<string>().ShouldBe("someone");
        written["rootfs"]!["diff_ids"]!.AsArray().Count.ShouldBe(3);
        written["history"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Build_WithoutTheEntryAssembly_SaysWhichAndLeavesTheOldImage()
    {
        var old = await PublishedApp.BuildAsync(_folder);

        var request = PublishedApp.Request(Path.Combine(_folder.Path, "published")) with { EntryAssembly = "Tea.dll" };
        var error = await Should.ThrowAsync<ImageException>(() => ImageBuilder.BuildAsync(request, old.Folder, CancellationToken.None));

        error.Message.ShouldBe($"{request.Folder}: holds no 'Tea.dll'. Publish the project into it, or name the assembly it starts.");
        File.Exists(old.BlobFile(old.Digest)).ShouldBeTrue();
    }

    [Fact]
    public async Task Build_WithADamagedDependencyFile_SaysSo()
    {
        var published = PublishedApp.Write(_folder, "published");
        File.WriteAllText(Path.Combine(published, "Coffee.deps.json"), """{"libraries":""");

        var error = await Should.ThrowAsync<ImageException>(() => BuildAsync(PublishedApp.Request(published), "image"));

        error.Message.ShouldStartWith($"{Path.Combine(published, "Coffee.deps.json")}: is not a dependency file:");
        Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "images")).ShouldBeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private Task<BuiltImage> BuildAsync(ImageRequest request, string name) =>
        ImageBuilder.BuildAsync(request, _folder.Combine("images", name), CancellationToken.None);
}
