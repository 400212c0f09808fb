using System.Diagnostics;
using System.Text.Json.Nodes;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Frostline.Images;
using Frostline.Pipeline.Packing;
using Npgsql;
using Testing;

namespace Pipeline.Tests.Releases;

/// <summary>
/// A checkout of the product with its API alone, on a LocalAzure of its own. Commands run in processes of their own, as a person runs them; what was compiled is
/// taken from the enclosing checkout. Gone with all it runs when disposed.
/// </summary>
internal sealed class ProductCheckout : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder folder = new("releases");
    private readonly LocalAzureLocation location;

    public ProductCheckout()
    {
        foreach (var file in Directory.EnumerateFiles(Checkout.Root, "Directory.*").Append(Path.Combine(Checkout.Root, "global.json")))
            Copy(Path.GetFileName(file));
        foreach (var part in (string[])["src/CoffeeTracker.Api", "src/CoffeeTracker.Data", "src/CoffeeTracker.Hosting", "tests/LoadTests"])
            CopyFolder(part, part);
        CopyFolder("artifacts/bin/LocalAzure/release", "artifacts/bin/LocalAzure/release");
        Copy("infrastructure/pipeline.json");
        EditSettings(settings =>
        {
            settings["services"]!.AsObject().Remove("web");
            settings["environments"]!["staging"]!["drain"] = "00:00:00.1";
        });
        location = new(PathOf(".local"), PathOf("artifacts/bin/LocalAzure/release"));
    }

    public string PathOf(string relative) => Path.Combine(folder.Path, relative);

    public void EditSettings(Action<JsonObject> edit)
    {
        var settings = JsonNode.Parse(File.ReadAllText(PathOf("infrastructure/pipeline.json")))!.AsObject();
        edit(settings);
        File.WriteAllText(PathOf("infrastructure/pipeline.json"), settings.ToJsonString());
    }

    public JsonNode ReadJson(string relative) => JsonNode.Parse(File.ReadAllText(PathOf(relative)))!;

    /// <summary>Makes the migrations of a compiled project those of this checkout.</summary>
    public void UseMigrationsOf(string project) => CopyFolder($"artifacts/bin/{project}/release", "artifacts/bin/CoffeeTracker.Data/release");

    /// <summary>Packs what is compiled as the release that these sources make.</summary>
    /// <param name="change">Put into a source file, so that it is another release.</param>
    /// <param name="head">Newest migration that it expects.</param>
    /// <param name="tests">The test project that is packed with it, or null.</param>
    public async Task PackAsync(string change, string head, string? tests = null)
    {
        await File.WriteAllTextAsync(PathOf("src/CoffeeTracker.Api/Change.cs"), $"// {change}\n");
        using var platform = await LocalAzureProgram.EnsureRunningAsync(location, CancellationToken.None);
        var settings = PipelineSettings.Load(PathOf("infrastructure/pipeline.json"));
        var release = Release.Of(await SourceHash.ComputeAsync(settings, CancellationToken.None), null, null);
        var access = platform.Registry(settings.Environment("staging"));
        using var registry = new RegistryClient(access.Server, new RegistryCredentials(access.User!, new RegistryPassword(access.Password!.Reveal())));
        var request = new ImageRequest
        {
            Repository = settings.Services["api"].Image, Folder = Path.Combine(Checkout.Root, "artifacts", "bin", "CoffeeTracker.Api", "release"),
            EntryAssembly = "CoffeeTracker.Api.dll", Created = DateTimeOffset.UnixEpoch, Labels = new Dictionary<string, string> { ["change"] = change },
        };
        var image = await ImageBuilder.BuildAsync(request, PathOf("artifacts/images/api"), CancellationToken.None);
        var pushed = await registry.PushAsync(image, request.Repository, release.Version, null, CancellationToken.None);
        if (tests is not null)
            await AttachAsync(tests, image, release.Version, registry);
        await new ReleaseManifest
        {
            Version = release.Version, Commit = "", Sources = release.Sources, Created = DateTimeOffset.UnixEpoch, MigrationHead = head,
            Services = [new("api", pushed.Reference, pushed.Digest)],
        }.WriteAsync(PathOf($"artifacts/releases/{release.Version}/release.json"), CancellationToken.None);
    }

    /// <summary>Runs tasks by themselves, without what they need.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Frostline.Pipeline.dll"), $"--working={folder.Path}", "--exclusive", .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path,
        };
        foreach (var name in (string[])["GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "TF_BUILD"])
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(Patience);
        try
        {
            var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(late.Token), process.StandardError.ReadToEndAsync(late.Token));
            await process.WaitForExitAsync(late.Token);
            return (process.ExitCode, string.Concat(texts));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>What a statement answers in staging's database.</summary>
    public async Task<object?> AskAsync(string sql)
    {
        using var platform = await LocalAzureProgram.EnsureRunningAsync(location, CancellationToken.None);
        var connectionString = await platform.EnsureDatabaseAsync(PipelineSettings.Load(PathOf("infrastructure/pipeline.json")), "staging", CancellationToken.None);
        await using var connection = new NpgsqlConnection($"{connectionString.Reveal()};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Lets the revision before run beside the one that serves, as a standby does, or ends it.</summary>
    public async Task KeepRevisionBeforeAsync(bool active)
    {
        using var platform = await LocalAzureProgram.EnsureRunningAsync(location, CancellationToken.None);
        var settings = PipelineSettings.Load(PathOf("infrastructure/pipeline.json"));
        var (apps, app) = (platform.ContainerApps(settings.Environment("staging")), settings.Services["api"].App);
        var before = (await apps.ListRevisionsAsync(app, CancellationToken.None)).MinBy(revision => revision.Created, StringComparer.Ordinal)!.Name;
        await (active ? apps.ActivateAsync(app, before, CancellationToken.None) : apps.DeactivateAsync(app, before, CancellationToken.None));
    }

    private async Task AttachAsync(string tests, BuiltImage image, string version, RegistryClient registry)
    {
        var subject = new ImageSubject(image.Manifest, PackedTests.ArtifactType, new Dictionary<string, string> { [PackedTests.ProjectAnnotation] = tests, [PackedTests.ReleaseAnnotation] = version });
        var request = new ImageRequest
        {
            Repository = "coffeetracker/api", Folder = Path.Combine(Checkout.Root, "artifacts", "bin", tests, "release"), EntryAssembly = $"{tests}.dll", Created = DateTimeOffset.UnixEpoch, Subject = subject,
        };
        await registry.AttachAsync(await ImageBuilder.BuildAsync(request, PathOf($"artifacts/images/{tests}"), CancellationToken.None), subject, request.Repository, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await LocalAzureProgram.RemoveAsync(location, CancellationToken.None);
        folder.Dispose();
    }

    private void Copy(string file) => File.Copy(Path.Combine(Checkout.Root, file), folder.Combine(file));

    private void CopyFolder(string from, string to)
    {
        var source = Path.Combine(Checkout.Root, from);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            File.Copy(file, folder.Combine(to, Path.GetRelativePath(source, file)), overwrite: true);
    }
}
