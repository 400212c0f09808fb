using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Frostline.Delivery;
using Frostline.Delivery.Locks;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Frostline.Images;
using Frostline.Pipeline.Deploying;

namespace Frostline.Pipeline;

/// <summary>
/// What every task is given: options, settings, paths, the platform, and the token that ends the run. Tasks run beside each other, so
/// nothing here changes after it was made; what is costly is made when the first task asks.
/// </summary>
public sealed class BuildContext : FrostingContext, IAsyncDisposable
{
    private readonly SemaphoreSlim testing = new(1);
    private readonly RunCancellation cancellation;
    private readonly Lazy<Options> options;
    private readonly Lazy<PipelineSettings> settings;
    private readonly Lazy<Task<IPlatform>> platform;
    private readonly Lazy<Task<Release>> release;
    private EnvironmentLock? deploymentLock;

    public BuildContext(ICakeContext context, RunCancellation cancellation, RunRecord record)
        : base(context)
    {
        this.cancellation = cancellation;
        Record = record;
        Paths = new Paths(context.Environment.WorkingDirectory.FullPath);
        Processes = new ProcessRunner(TimeProvider.System);
        options = new(() => Options.Read(context.Arguments));
        settings = new(() => PipelineSettings.Load(Paths.Settings));
        platform = new(() => Platform.ConnectAsync(Options.Cloud, LocalAzure, Cancellation));
        release = new(ComputeReleaseAsync);
    }

    public Options Options => options.Value;

    public PipelineSettings Settings => settings.Value;

    /// <summary>The environment of the settings that <c>--environment</c> names.</summary>
    public EnvironmentSettings Target => Settings.Environment(Options.Environment);

    public Paths Paths { get; }

    public RunRecord Record { get; }

    public ProcessRunner Processes { get; }

    public CancellationToken Cancellation => cancellation.Token;

    public LocalAzureLocation LocalAzure => new(Paths.State, Paths.Output("LocalAzure"));

    /// <summary>The platform that <c>--cloud</c> names; LocalAzure is started by whoever asks first.</summary>
    public Task<IPlatform> PlatformAsync() => platform.Value;

    /// <summary>The release that the sources in this checkout make.</summary>
    public Task<Release> ReleaseAsync() => release.Value;

    /// <summary>The environment's registry, signed in. Dispose it.</summary>
    public async Task<RegistryClient> RegistryAsync()
    {
        var access = (await PlatformAsync()).Registry(Target);
        return new RegistryClient(access.Server, access is { User: { } user, Password: { } password } ? new(user, new RegistryPassword(password.Reveal())) : null);
    }

    /// <summary>The built assembly that holds the migrations.</summary>
    public string MigrationsAssembly
    {
        get
        {
            var project = Path.GetFileName(Settings.Database?.Project ?? throw new DeliveryException("database: the settings have none. Add one to infrastructure/pipeline.json."));
            return Path.Combine(Paths.Output(project), $"{project}.dll");
        }
    }

    public string ManifestPath(Release made) => Path.Combine(Paths.Release(made.Version), "release.json");

    /// <summary>Whether nothing but a deployment was asked for: what it needs is then done only as far as it is not done yet.</summary>
    public bool OnlyDeploys => Options.Targets.Count > 0 && Options.Targets.All(target => target.Equals("DeployStaging", StringComparison.OrdinalIgnoreCase));

    /// <summary>The release of these sources, when it serves already and nothing else was asked for; found before the first task.</summary>
    public LiveRelease? LiveAlready { get; private set; }

    /// <summary>The reason of tasks that a deployment of what is live does not need.</summary>
    public const string LiveReason = "the release is live already";

    /// <summary>What has to be known, and held, before the first task runs.</summary>
    internal async Task PrepareAsync(IReadOnlyCollection<string> tasks)
    {
        Record.Environment = Target.Name;
        if (OnlyDeploys && !Options.Force)
            LiveAlready = await Live.FindAsync(this);
        if (LiveAlready is not null || !(tasks.Contains("DeployStaging") || tasks.Contains("Migrate")))
            return;
        if (tasks.Contains("DeployStaging") && Target.Name != "staging")
            throw new OptionsException([$"--environment: '{Target.Name}' is not what DeployStaging deploys to. Leave the option out."]);
        if (Target.Approval && !Options.Approve)
            throw new RefusedException($"environments.{Target.Name}: asks for approval before anything is touched. Pass --approve to state that somebody gave it.");
        deploymentLock = await EnvironmentLock.TakeAsync(Paths.Locks, Target.Name, string.Join(", ", Options.Targets), TimeProvider.System, Cancellation);
    }

    /// <summary>Runs tests when no others run: two suites at once would starve each other, and tests with deadlines most of all.</summary>
    internal async Task TestAloneAsync(Func<Task> test)
    {
        await testing.WaitAsync(Cancellation);
        try
        {
            await test();
        }
        finally
        {
            testing.Release();
        }
    }

    /// <summary>One line for the person who waits.</summary>
    public void Print(string text) => this.Log.Information("{0}", text);

    /// <summary>Lets go of lock and platform. Teardown calls it first, and the container once more at the end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref deploymentLock, null) is { } held)
            await held.DisposeAsync();
        if (platform.IsValueCreated && platform.Value.IsCompletedSuccessfully)
            platform.Value.Result.Dispose();
    }

    private async Task<Release> ComputeReleaseAsync()
    {
        var sources = await SourceHash.ComputeAsync(Settings, Cancellation);
        var head = await Git.HeadAsync(Processes, Paths.Root, Cancellation);
        var made = Release.Of(sources, head?.Commit, head?.Committed);
        Record.Release = made.Version;
        return made;
    }
}
