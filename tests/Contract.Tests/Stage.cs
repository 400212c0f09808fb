using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollbacks;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;
using Testing;

namespace Contract.Tests;

/// <summary>An environment of its own for one test, with two services, and the releases that are brought to it.</summary>
internal sealed class Stage(RunningLocalAzure azure, string name) : ILedgerStore, IProgress<RolloutProgress>
{
    private readonly List<string> progress = [];

    public EnvironmentSettings Environment { get; init; } = new()
    {
        Name = "staging",
        Subscription = "00000000-0000-0000-0000-000000000000",
        ResourceGroup = $"contract-{name}",
        Location = "westeurope",
        ManagedEnvironment = $"contract-{name}",
        Registry = "unused.azurecr.io",
        Replicas = new ReplicaSettings { Minimum = 1, Maximum = 2 },
        ReadyTimeout = TimeSpan.FromSeconds(60),
        Drain = TimeSpan.FromMilliseconds(500),
    };

    public Action<Stage, RolloutProgress> OnProgress { get; set; } = (_, _) => { };

    /// <summary>Told of each line of a rollout's journal, by mark, step and subject.</summary>
    public Action<string, string, string?> OnJournal { get; set; } = (_, _, _) => { };

    /// <summary>Cancelled when the runs do not hold the environment's lock any more.</summary>
    public CancellationToken LockLost { get; set; }

    /// <summary>Whether the ledger takes entries.</summary>
    public bool LedgerIsWritable { get; set; } = true;

    private PlatformLedger Kept => new(azure.Platform, Settings());

    /// <summary>Variables of the API's next revisions.</summary>
    public (string Name, string Value)[] ApiVariables { get; set; } = [];

    public string Api => $"{name}-api";

    public string Web => $"{name}-web";

    public string Progress
    {
        get
        {
            lock (progress)
                return string.Join('\n', progress);
        }
    }

    public IContainerApps Apps => azure.Platform.ContainerApps(Environment);

    public PipelineSettings Settings(EnvironmentSettings? environment = null, params (string Name, string Value)[] variables) => new()
    {
        Product = "contract",
        Services = new OrderedDictionary<string, ServiceSettings>
        {
            ["api"] = Service("api", Api, ApiVariables),
            ["web"] = Service("web", Web, [("API", "${services.api.url}"), .. variables]),
        },
        Environments = new Dictionary<string, EnvironmentSettings> { ["staging"] = environment ?? Environment },
    };

    /// <summary>Settings with a check of the API that a revision's own host passes and the public one does not.</summary>
    public PipelineSettings FailingInPublic(EnvironmentSettings? environment = null)
    {
        var settings = Settings((environment ?? Environment) with { VerifyTimeout = TimeSpan.FromSeconds(1) });
        var api = settings.Services["api"] with { Smoke = [new SmokeCheck { Path = "/headers", Contains = $"{Api}--" }] };
        return settings with { Services = new OrderedDictionary<string, ServiceSettings> { ["api"] = api, ["web"] = settings.Services["web"] } };
    }

    /// <summary>A revision as a pipeline leaves it that was killed, or as somebody makes it by hand.</summary>
    public async Task AddRevisionAsync(string app, string suffix, string version)
    {
        var template = (await Apps.FindAppAsync(app, CancellationToken.None))!.Raw["properties"]!["template"]!.DeepClone();
        template["revisionSuffix"] = suffix;
        template["containers"]![0]!["env"] = new JsonArray(Variable("FROSTLINE_SOURCES", Sources(version)), Variable("FROSTLINE_RELEASE", version));
        await Apps.PatchAppAsync(app, new JsonObject { ["properties"] = new JsonObject { ["template"] = template } }, CancellationToken.None);

        static JsonObject Variable(string name, string value) => new() { ["name"] = name, ["value"] = value };
    }

    /// <summary>The revisions of a rollout have all traffic, answer, and are the only ones that run.</summary>
    public async Task ShouldServeAsync(RolloutOutcome outcome)
    {
        foreach (var service in outcome.Services)
        {
            (await Apps.FindAppAsync(service.App, CancellationToken.None))!.Traffic.Where(entry => entry.Weight > 0).ShouldBe([new(service.Revision, false, 100, null)], Progress);
            (await AskAsync(service.App, "/")).ShouldBe(service.Revision);
            (await ActiveAsync(service.App)).ShouldBe([service.Revision!], Progress);
        }
    }

    /// <summary>Does something while the rollout waits for its report to be taken.</summary>
    public void Complete(Func<Task> work) => Task.Run(work).GetAwaiter().GetResult();

    public async Task<RolloutOutcome> DeployAsync(string version, PipelineSettings? settings = null, CancellationToken cancellation = default)
    {
        var options = new RolloutOptions { Environment = "staging", Folder = azure.FolderOf(name, version), Ledger = this, Actor = "test@here", LockLost = LockLost };
        return await new Rollout(azure.Platform, settings ?? Settings(), options, TimeProvider.System) { Journaled = OnJournal }.RunAsync(Release(version), this, cancellation);
    }

    /// <summary>Promotes a release in judged steps.</summary>
    public async Task<RolloutOutcome> PromoteAsync(string version, Func<RolloutOptions, RolloutOptions>? change = null, PipelineSettings? settings = null)
    {
        var options = new RolloutOptions { Environment = "staging", Folder = azure.FolderOf(name, "promotions"), Ledger = this, Actor = "test@here", LockLost = LockLost, Judged = true };
        return await new Rollout(azure.Platform, settings ?? Settings(Judged()), change?.Invoke(options) ?? options, TimeProvider.System) { Journaled = OnJournal }
            .RunAsync(Release(version), this, CancellationToken.None);
    }

    public Task<UnfinishedRollout?> UnfinishedAsync() => UnfinishedRollout.FindAsync(azure.Platform, Settings(), "staging", CancellationToken.None);

    /// <summary>The environment with steps as short as the judge can use them.</summary>
    public EnvironmentSettings Judged(TimeSpan standby = default) => Environment with
    {
        Rollout = new RolloutSettings
        {
            Steps = [new() { Weight = 50 }, new() { Weight = 100 }],
            Bake = TimeSpan.FromSeconds(2),
            Standby = standby,
            Analysis = new AnalysisSettings { PairsPerSecond = 60, MinimumSamples = 20, MinimumRequests = 60, PlatformMetrics = false, LatencyFloor = TimeSpan.FromMilliseconds(200) },
        },
    };

    /// <summary>The environment with every phase of a judged rollout and as little waiting as there can be: its steps are not watched.</summary>
    public EnvironmentSettings Hasty() => Environment with
    {
        Drain = TimeSpan.FromMilliseconds(100),
        Rollout = new RolloutSettings { Bake = TimeSpan.Zero },
    };

    public async Task<RollbackOutcome> RollbackAsync(string? to = null, PipelineSettings? settings = null, CancellationToken cancellation = default)
    {
        var options = new RollbackOptions { Environment = "staging", Folder = azure.FolderOf(name, "rollbacks"), Ledger = this, Actor = "test@here", LockLost = LockLost, To = to };
        return await new Rollback(azure.Platform, settings ?? Settings(), options, TimeProvider.System).RunAsync(this, cancellation);
    }

    /// <summary>Makes the revisions of a rollout run beside what serves, as a standby does.</summary>
    public async Task WakeAsync(RolloutOutcome rollout)
    {
        foreach (var service in rollout.Services)
        {
            await Apps.ActivateAsync(service.App, service.Revision!, CancellationToken.None);
            await Eventually.Is(async () => (await Apps.ListReplicasAsync(service.App, service.Revision!, CancellationToken.None))
                .Any(replica => replica.Containers.All(container => container.Ready)), TimeSpan.FromSeconds(30));
        }
    }

    public Task<UnfinishedRollout?> UnfinishedAsync(PipelineSettings settings) =>
        UnfinishedRollout.FindAsync(azure.Platform, settings, "staging", CancellationToken.None);

    public async Task<LiveRelease?> LiveAsync(string version, PipelineSettings? settings = null) =>
        await LiveRelease.FindAsync(azure.Platform, settings ?? Settings(), "staging", new SourceHash(Sources(version)), CancellationToken.None);

    /// <summary>What the public host of an app answers, as people ask it.</summary>
    public async Task<string> AskAsync(string app, string path)
    {
        using var client = azure.Platform.CreateClient();
        return await client.GetStringAsync(new Uri(azure.Platform.AddressFor((await Apps.FindAppAsync(app, CancellationToken.None))!.Fqdn!), path));
    }

    /// <summary>Names of an app's active revisions.</summary>
    public async Task<string[]> ActiveAsync(string app) =>
        [.. (await Apps.ListRevisionsAsync(app, CancellationToken.None)).Where(revision => revision.Active).Select(revision => revision.Name)];

    public async Task<Ledger> LedgerAsync() => await Ledger.ReadAsync(this, "staging", CancellationToken.None);

    public Task<IReadOnlyList<LedgerEntry>> ReadAsync(string environment, CancellationToken cancellation) => Kept.ReadAsync(environment, cancellation);

    public Task AppendAsync(LedgerEntry entry, CancellationToken cancellation) =>
        LedgerIsWritable ? Kept.AppendAsync(entry, cancellation) : throw new IOException("The ledger is out of reach.");

    public void Report(RolloutProgress value)
    {
        lock (progress)
            progress.Add(value.ToString());
        OnProgress(this, value);
    }

    /// <summary>Drops the progress that was told so far.</summary>
    public void Forget()
    {
        lock (progress)
            progress.Clear();
    }

    public ReleaseManifest Release(string version) => new()
    {
        Version = version,
        Commit = "",
        Sources = Sources(version),
        Created = DateTimeOffset.UnixEpoch,
        Services = [new("api", azure.Image.Reference, azure.Image.Digest), new("web", azure.Image.Reference, azure.Image.Digest)],
    };

    private static string Sources(string version) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(version)));

    private static ServiceSettings Service(string service, string app, (string Name, string Value)[] variables) => new()
    {
        Name = service,
        Project = service,
        Image = RunningLocalAzure.Repository,
        App = app,
        Probes = new ProbesSettings
        {
            Startup = new ProbeSettings { Path = "/live", Period = TimeSpan.FromSeconds(1), FailureThreshold = 60 },
            Readiness = new ProbeSettings { Path = "/ready", Period = TimeSpan.FromSeconds(1) },
        },
        EnvironmentVariables = variables.ToDictionary(variable => variable.Name, variable => variable.Value),
        Smoke = [new SmokeCheck { Path = "/environment", Contains = "${release.version}" }],
    };
}
