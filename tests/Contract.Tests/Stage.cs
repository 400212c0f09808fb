using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollbacks;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;
using OtherPipeline;
using Testing;

namespace Contract.Tests;

/// <summary>An environment of its own for one test, with two services, and the releases that are brought to it. Gone with all it runs when disposed.</summary>
internal sealed class Stage(RunningLocalAzure azure, string name) : ILedgerStore, IProgress<RolloutProgress>, IAsyncDisposable
{
    private readonly List<string> progress = [];

    public EnvironmentSettings Environment { get; init; } = StageSettings.Environment(name);

    public Action<Stage, RolloutProgress> OnProgress { get; set; } = (_, _) => { };

    /// <summary>Told of each line of a rollout's or rollback's journal, by mark, step and subject.</summary>
    public Action<string, string, string?> OnJournal { get; set; } = (_, _, _) => { };

    /// <summary>Cancelled when the runs do not hold the environment's lock any more.</summary>
    public CancellationToken LockLost { get; set; }

    /// <summary>Whether the ledger takes entries.</summary>
    public bool LedgerIsWritable { get; set; } = true;

    /// <summary>Whether the ledger says so when it took an entry.</summary>
    public bool LedgerAnswers { get; set; } = true;

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

    public PipelineSettings Settings(EnvironmentSettings? environment = null, params (string Name, string Value)[] variables) =>
        StageSettings.Pipeline(name, environment ?? Environment, ApiVariables, variables);

    /// <summary>Settings with a check of the API that a revision's own host passes and the public one does not.</summary>
    public PipelineSettings FailingInPublic(EnvironmentSettings? environment = null)
    {
        var settings = Settings((environment ?? Environment) with { VerifyTimeout = TimeSpan.FromSeconds(5) });
        var api = settings.Services["api"] with { Smoke = [new SmokeCheck { Path = "/headers", Contains = $"{Api}--" }] };
        return settings with { Services = new OrderedDictionary<string, ServiceSettings> { ["api"] = api, ["web"] = settings.Services["web"] } };
    }

    /// <summary>A revision as a pipeline leaves it that was killed, or as somebody makes it by hand.</summary>
    public async Task AddRevisionAsync(string app, string suffix, string version)
    {
        var template = (await Apps.FindAppAsync(app, CancellationToken.None))!.Raw["properties"]!["template"]!.DeepClone();
        template["revisionSuffix"] = suffix;
        template["containers"]![0]!["env"] = new JsonArray(Variable("FROSTLINE_SOURCES", StageSettings.Sources(version)), Variable("FROSTLINE_RELEASE", version));
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

    /// <summary>No request failed, but for one that a busy machine kept waiting longer than the rollout's own probes do.</summary>
    /// <param name="failures">In words.</param>
    public static void ShouldHaveLostNobody(IReadOnlyList<string> failures) =>
        failures.Where(failure => !failure.EndsWith("no answer within 5 s", StringComparison.Ordinal)).ShouldBeEmpty();

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
            // How fast and how steady the machine is that runs other tests beside this one is not the matter here.
            Analysis = new AnalysisSettings
            {
                PairsPerSecond = 60, MinimumSamples = 20, MinimumRequests = 60, PlatformMetrics = false,
                ProbeTimeout = TimeSpan.FromSeconds(30), LatencyFloor = TimeSpan.FromSeconds(30), Extensions = 60,
            },
        },
    };

    /// <inheritdoc cref="StageSettings.Hasty"/>
    public EnvironmentSettings Hasty(TimeSpan standby = default) => StageSettings.Hasty(Environment, standby);

    public async Task<RollbackOutcome> RollbackAsync(
        string? to = null, PipelineSettings? settings = null, Action<ReleaseManifest>? admit = null, CancellationToken cancellation = default)
    {
        var options = new RollbackOptions
        {
            Environment = "staging", Folder = azure.FolderOf(name, "rollbacks"), Ledger = this, Actor = "test@here", LockLost = LockLost, To = to,
            Admit = (release, _) => Task.Run(() => admit?.Invoke(release), CancellationToken.None),
        };
        return await new Rollback(azure.Platform, settings ?? Settings(), options, TimeProvider.System) { Journaled = OnJournal }.RunAsync(this, cancellation);
    }

    /// <summary>A promotion in hasty steps, or a rollback, in a process of its own that dies at a line of its journal.</summary>
    /// <param name="line">From 1 on.</param>
    /// <param name="version">The release, or null for a rollback.</param>
    /// <param name="standby">How long the release before stays.</param>
    public DoomedRun Doomed(int line, string? version, TimeSpan standby = default) => new()
    {
        StateFolder = azure.Location.StateFolder, Stage = name, Version = version, Image = azure.Image.Reference, Standby = standby, LastLine = line,
        Folder = azure.FolderOf(name, version is null ? "rollbacks" : "promotions"),
    };

    /// <summary>Makes the revisions of a rollout run beside what serves, as a standby does.</summary>
    public async Task WakeAsync(RolloutOutcome rollout)
    {
        foreach (var service in rollout.Services)
        {
            await Apps.ActivateAsync(service.App, service.Revision!, CancellationToken.None);
            await Eventually.Is(async () => (await Apps.ListReplicasAsync(service.App, service.Revision!, CancellationToken.None))
                .Any(replica => replica.Containers.All(container => container.Ready)));
        }
    }

    public Task<UnfinishedRollout?> UnfinishedAsync(PipelineSettings settings) =>
        UnfinishedRollout.FindAsync(azure.Platform, settings, "staging", CancellationToken.None);

    public async Task<LiveRelease?> LiveAsync(string version, PipelineSettings? settings = null) =>
        await LiveRelease.FindAsync(azure.Platform, settings ?? Settings(), "staging", new SourceHash(StageSettings.Sources(version)), CancellationToken.None);

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

    public async Task AppendAsync(LedgerEntry entry, CancellationToken cancellation)
    {
        if (!LedgerIsWritable)
            throw new IOException("The ledger is out of reach.");
        await Kept.AppendAsync(entry, cancellation);
        if (!LedgerAnswers)
            throw new IOException("The ledger gave no answer.");
    }

    public void Report(RolloutProgress value)
    {
        lock (progress)
            progress.Add(value.ToString());
        OnProgress(this, value);
    }

    /// <summary>Idle replicas answer probes: hundreds of them would slow down every test that follows.</summary>
    public async ValueTask DisposeAsync() => await azure.Administration.RemoveAsync(Environment);

    /// <summary>Drops the progress that was told so far.</summary>
    public void Forget()
    {
        lock (progress)
            progress.Clear();
    }

    public ReleaseManifest Release(string version) => StageSettings.Release(version, azure.Image.Reference);
}
