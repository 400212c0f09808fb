using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Testing;

namespace EndToEnd.Tests;

/// <summary>
/// A copy of this repository in a folder of its own (with a space in its path, and without git), in which tests edit files and call
/// <c>./build.sh</c> as a person would. Disposing it ends what it left running.
/// </summary>
public sealed class Workspace : IAsyncDisposable
{
    private static readonly TimeSpan RunDeadline = TimeSpan.FromMinutes(12);
    private readonly TemporaryFolder folder = new("frostline end to end");

    /// <summary>A copy with the task host of the enclosing checkout: building it again would prove nothing and take half a minute.</summary>
    public Workspace()
        : this(withTaskHost: true)
    {
    }

    private Workspace(bool withTaskHost)
    {
        Root = folder.Combine("checkout");
        foreach (var file in RepositoryFiles())
            Copy(file);
        if (withTaskHost)
            CopyTaskHost();
    }

    public string Root { get; }

    /// <summary>A copy as it is after a checkout: the first call builds the task host.</summary>
    public static Workspace WithoutTaskHost() => new(withTaskHost: false);

    public string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Runs <c>./build.sh</c> from another working directory, to its end.</summary>
    public async Task<BuildRun> BuildAsync(params string[] arguments)
    {
        using var running = Start(arguments);
        return await running.ToEndAsync(RunDeadline);
    }

    public RunningBuild Start(params string[] arguments) => new(this, arguments);

    public void Edit(string file, string from, string to)
    {
        var text = File.ReadAllText(PathOf(file));
        text.ShouldContain(from);
        File.WriteAllText(PathOf(file), text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>Changes the settings, and answers what undoes the change.</summary>
    public IDisposable EditSettings(Action<JsonObject> edit)
    {
        var path = PathOf("infrastructure/pipeline.json");
        var before = File.ReadAllText(path);
        var settings = JsonNode.Parse(before)!.AsObject();
        edit(settings);
        File.WriteAllText(path, settings.ToJsonString());
        return new Undo(() => File.WriteAllText(path, before));
    }

    /// <summary>Takes a project's compiled output over from the enclosing checkout.</summary>
    public void CopyBuilt(params string[] projects)
    {
        foreach (var project in projects)
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "artifacts", "bin", project, "release"), "*", SearchOption.AllDirectories))
                Copy(Path.GetRelativePath(Checkout.Root, file));
    }

    /// <summary>Puts a program of one line in the task host's place: who builds it, and when, is the same, and takes a tenth of the time.</summary>
    public void UseSmallTaskHost()
    {
        Directory.Delete(PathOf("build"), recursive: true);
        Directory.CreateDirectory(PathOf("build/Pipeline"));
        File.WriteAllText(PathOf("build/Pipeline/Pipeline.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <AssemblyName>Frostline.Pipeline</AssemblyName>
              </PropertyGroup>
            </Project>
            """);
        File.WriteAllText(PathOf("build/Pipeline/Program.cs"), "Console.WriteLine($\"small task host: {string.Join(' ', args)}\");\n");
    }

    public JsonElement ReadJson(string file) => JsonDocument.Parse(File.ReadAllText(PathOf(file))).RootElement;

    /// <summary>Command lines of the processes that work in this folder, compilers that outlive a build aside.</summary>
    public IReadOnlyList<string> Processes() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(entry => int.TryParse(Path.GetFileName(entry), out _))
            .Select(entry => (Command: Command(entry), Folder: new FileInfo($"{entry}/cwd").LinkTarget ?? ""))
            .Where(process => process.Command.Contains(Root, StringComparison.Ordinal) || process.Folder.StartsWith(Root, StringComparison.Ordinal))
            .Where(process => !process.Command.Contains("VBCSCompiler", StringComparison.Ordinal) && !process.Command.Contains("MSBuild.dll", StringComparison.Ordinal))
            .Select(process => process.Command),
    ];

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(PathOf(".local")))
            (await BuildAsync("--target=Clean", "--state")).ExitCode.ShouldBe(0);
        folder.Dispose();
    }

    private static string Command(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static IEnumerable<string> RepositoryFiles()
    {
        string[] made = ["artifacts", ".local", ".git", ".dotnet", "bin", "obj"];
        var pending = new Stack<string>([Checkout.Root]);
        while (pending.TryPop(out var current))
        {
            foreach (var child in Directory.EnumerateDirectories(current).Where(child => !made.Contains(Path.GetFileName(child))))
                pending.Push(child);
            foreach (var file in Directory.EnumerateFiles(current))
                yield return Path.GetRelativePath(Checkout.Root, file);
        }
    }

    private void CopyTaskHost()
    {
        foreach (var host in Directory.GetDirectories(Path.Combine(Checkout.Root, "artifacts", "host"), "????????????????"))
            foreach (var file in Directory.EnumerateFiles(host, "*", SearchOption.AllDirectories))
                Copy(Path.GetRelativePath(Checkout.Root, file));
    }

    private void Copy(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.Copy(Path.Combine(Checkout.Root, file), PathOf(file));
    }

    private sealed class Undo(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
