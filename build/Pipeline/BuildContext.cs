using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Frostline.Delivery;
using Frostline.Delivery.Notifications;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Frostline.Images;
using Frostline.Pipeline.Deploying;
using Frostline.Pipeline.LoadTests;
using Frostline.Pipeline.Packing;

namespace Frostline.Pipeline;

/// <summary>
/// What every task is given: options, settings, paths, the platform, and the token that ends the run. Tasks run beside each other, so
/// nothing here changes after it was made; what is costly is made when the first task asks.
/// </summary>
public sealed class BuildContext : FrostingContext, IAsyncDisposable
{
    private readonly SemaphoreSlim alone = new(1);
    private readonly CancellationTokenSource ending;
    private readonly Lazy<Options> options;
    private readonly Lazy<PipelineSettings> settings;
    private readonly Lazy<Task<IPlatform>> platform;
    private readonly Lazy<Task<Git?>> head;
    private readonly Lazy<Task<Release>> release;
    private readonly Lazy<Notifier> notifier;

    public BuildContext(ICakeContext context, RunCancellation cancellation, RunRecord record)
        : base(context)
    {
        ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation.Token);
        Record = record;
        Paths = new Paths(context.Environment.WorkingDirectory.FullPath);
        Processes = new ProcessRunner(TimeProvider.System);
        options = new(() => Options.Read(context.Arguments));
        settings = new(() => ScenarioProbes.Added(PipelineSettings.Load(Paths.Settings), Paths));
        platform = new(ConnectAsync);
        head = new(() => Git.HeadAsync(Processes, Paths.Root, Cancellation));
        release = new(ComputeReleaseAsync);
        notifier = new(() => Delivery.Notifications.Notifier.Of(Settings, Target.Name, RunPage.Of(context.Environment), context.Environment.GetEnvironmentVariable, Print));
        Gate = new DeploymentGate(this);
    }

    public Options Options => options.Value;

    public PipelineSettings Settings => settings.Value;

    /// <summary>The environment of the settings that <c>--environment</c> names.</summary>
    public EnvironmentSettings Target => Settings.Environment(Options.Environment);

    public Paths Paths { get; }

    public RunRecord Record { get; }

    public ProcessRunner Processes { get; }

    /// <summary>Ends every wait of a task: a signal came, or the environment is not this run's any more.</summary>
    public CancellationToken Cancellation => ending.Token;

    public LocalAzureLocation LocalAzure => new(Paths.State, Paths.Output("LocalAzure"));

    /// <summary>The platform that <c>--cloud</c> names; LocalAzure is started by whoever asks first.</summary>
    public Task<IPlatform> PlatformAsync() => platform.Value;

    /// <summary>The release that the sources in this checkout make.</summary>
    public Task<Release> ReleaseAsync() => release.Value;

    /// <summary>The commit checked out, or null without git.</summary>
    internal Task<Git?> HeadAsync() => head.Value;

    /// <summary>The environment's registry, signed in. Dispose it.</summary>
    public Task<RegistryClient> RegistryAsync() => RegistryAsync(Target);

    /// <summary>The registry of any environment, signed in. Dispose it.</summary>
    internal async Task<RegistryClient> RegistryAsync(EnvironmentSettings environment)
    {
        var access = (await PlatformAsync()).Registry(environment);
        return new RegistryClient(access.Server, await new RegistrySignIn(this).ObtainAsync(access));
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

    /// <summary>Whether there is anything to deploy, and the right to do it.</summary>
    public DeploymentGate Gate { get; }

    /// <summary>The ledgers of the environments, with a copy in the artifacts.</summary>
    public ILedgerStore Ledger(IPlatform connected) =>
        new MirroredLedger(new PlatformLedger(connected, Settings), environment => Path.Combine(Paths.Rollouts(environment), "ledger.json"));

    /// <summary>Tells people what happens to the environment.</summary>
    public INotifier Notifier => notifier.Value;

    /// <summary>Ends the run before its time, as a signal does.</summary>
    internal void End() => ending.Cancel();

    /// <summary>Runs compilers and tests when no others run: suites would starve each other, tests with deadlines most of all, and
    /// assemblies are rewritten in place while their coverage is taken.</summary>
    internal async Task AloneAsync(Func<Task> work)
    {
        await alone.WaitAsync(Cancellation);
        try
        {
            await work();
        }
        finally
        {
            alone.Release();
        }
    }

    /// <summary>One line for the person who waits.</summary>
    public void Print(string text) => this.Log.Information("{0}", text);

    /// <summary>Lets go of lock and platform. Teardown calls it first, and the container once more at the end.</summary>
    public async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        if (notifier.IsValueCreated)
            await notifier.Value.DisposeAsync();
        if (platform.IsValueCreated && platform.Value.IsCompletedSuccessfully)
            platform.Value.Result.Dispose();
    }

    private async Task<IPlatform> ConnectAsync()
    {
        var connected = await Platform.ConnectAsync(Options.Cloud, LocalAzure, Cancellation);
        Gate.Follow(connected);
        return connected;
    }

    private async Task<Release> ComputeReleaseAsync()
    {
        var sources = await SourceHash.ComputeAsync(Settings, Cancellation);
        var commit = await HeadAsync();
        var made = Release.Of(sources, commit?.Commit, commit?.Committed);
        Record.Release = made.Version;
        return made;
    }
}
