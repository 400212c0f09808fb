using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Reports;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>Does what the machine decides, one phase after the other, and journals each.</summary>
internal sealed class RolloutRun(RolloutSite site, RolloutPlan plan, IReadOnlyList<ServiceObservation> observed)
{
    private static readonly TimeSpan UndoDeadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan CancelledUndoDeadline = TimeSpan.FromSeconds(30);

    private readonly string id = $"{site.Clock.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}";
    private readonly Dictionary<string, ContainerApp> known =
        observed.Where(service => service.App is not null).ToDictionary(service => service.Service.Name, service => service.App!);
    private readonly List<string> created = [];
    private readonly List<RolloutStep> steps = [];
    private IReadOnlyList<EvidenceSection> evidence = [];

    public async Task<RolloutOutcome> RunAsync(CancellationToken cancellation)
    {
        site.Journal.Write("begin", "rollout", site.Release.Version, id);
        var state = new RolloutState(plan.Finishes, site.Environment.Rollout.Steps.Count);
        using var undo = new UndoTime(site.Clock);
        for (var phase = RolloutMachine.Next(state); phase != RolloutPhase.End; phase = RolloutMachine.Next(state))
        {
            if (state.Error is not null)
                undo.Start(state.Cancelled ? CancelledUndoDeadline : UndoDeadline);
            state = await RunAsync(phase, RolloutMachine.Begin(state, phase), state.Error is null ? cancellation : undo.Token);
        }

        site.Journal.Write(state.Error is null ? "end" : "fail", "rollout", site.Release.Version, state.Error);
        return Outcome(state);
    }

    private async Task<RolloutState> RunAsync(RolloutPhase phase, RolloutState state, CancellationToken cancellation)
    {
        var (start, error, name) = (site.Clock.GetUtcNow(), (Exception?)null, phase.ToString().ToLowerInvariant());
        site.Journal.Write("begin", name, null);
        try
        {
            await (phase switch
            {
                RolloutPhase.Repair => RepairAsync(cancellation),
                RolloutPhase.CleanUp => CleanUpAsync(cancellation),
                RolloutPhase.Create => CreateAsync(cancellation),
                RolloutPhase.Ready => EachAsync(ReadyAsync, cancellation),
                RolloutPhase.Smoke => EachAsync(SmokeAsync, cancellation),
                RolloutPhase.Shift => ShiftAsync(site.Environment.Rollout.Steps[state.Shifts - 1], cancellation),
                RolloutPhase.Verify => EachAsync(VerifyAsync, cancellation),
                RolloutPhase.Drain => DrainAsync(cancellation),
                RolloutPhase.Retire => EachAsync(RetireAsync, cancellation),
                RolloutPhase.Record => RecordAsync(cancellation),
                RolloutPhase.Evidence => CollectAsync(state, cancellation),
                RolloutPhase.Restore => RestoreAsync(cancellation),
                _ => EachAsync(DiscardAsync, cancellation),
            });
            site.Journal.Write("end", name, null);
        }
        catch (Exception caught)
        {
            error = caught;
            site.Journal.Write("fail", name, null, caught.Message);
            site.Report(name, null, $"failed: {caught.Message}");
        }

        steps.Add(new RolloutStep(name, start, site.Clock.GetUtcNow(), error?.Message));
        return RolloutMachine.End(state, phase, Message(error), error is OperationCanceledException);
    }

    private async Task RepairAsync(CancellationToken cancellation)
    {
        foreach (var service in plan.Services.Where(service => service.Reapply))
        {
            var serving = observed.Single(seen => seen.Service == service.Service).Revisions.First(revision => service.Previous.ContainsKey(revision.Name));
            var template = serving.Template?.DeepClone() as JsonObject ?? [];
            var suffix = RevisionSuffix.New(site.Clock);
            template["revisionSuffix"] = suffix;
            var change = new JsonObject { ["properties"] = new JsonObject { ["template"] = template } };
            await site.Journal.EffectAsync("reapply", $"{service.App}--{suffix}", serving.Name, () => site.Apps.PatchAppAsync(service.App, change, cancellation));
            await DeactivateAsync(service, $"{service.App}--{suffix}", cancellation);
            site.Report("repair", service.Service.Name, $"{service.App} was Failed; the template of {serving.Name} is applied again");
        }
    }

    private async Task CleanUpAsync(CancellationToken cancellation)
    {
        // A torn switch is mended first, or the revisions it leaves over would still have traffic.
        foreach (var service in plan.Services.Where(service => service.Pin))
            await ShiftAsync(service, service.Previous, cancellation);
        foreach (var service in plan.Services)
        {
            foreach (var revision in service.LeftOver)
            {
                await DeactivateAsync(service, revision, cancellation);
                site.Report("clean up", service.Service.Name, $"{revision}, left over by an earlier run, is deactivated");
            }
        }
    }

    private async Task CreateAsync(CancellationToken cancellation)
    {
        foreach (var service in ServiceOrder.Of(site.Settings).Select(service => plan.Services.Single(planned => planned.Service.Name == service.Name)))
        {
            var template = new AppTemplate(
                service, site.Environment, site.Release, site.Platform.Registry(site.Environment), placeholder => site.Resolve(placeholder, known));
            created.Add(service.Candidate);
            var app = await site.Journal.EffectAsync("create", service.Candidate, site.Release.Version, async () => service.IsNew
                ? await site.Apps.PutAppAsync(service.App, template.Create(site.Home.Id), cancellation)
                : await site.Apps.PatchAppAsync(service.App, template.Change(await site.Apps.ListSecretsAsync(service.App, cancellation)), cancellation));
            known[service.Service.Name] = app;
            site.Report("create", service.Service.Name, $"{service.Candidate} {(service.Previous.Count == 0 ? "as the first one" : "at 0 %")}");
        }
    }

    private async Task ReadyAsync(ServicePlan service, CancellationToken cancellation)
    {
        var start = site.Clock.GetTimestamp();
        var problem = await site.UntilFineAsync(site.Environment.ReadyTimeout, token => NotReadyAsync(service, token), cancellation);
        if (problem is not null)
            throw new DeliveryException($"{service.Service.Name}: '{service.Candidate}' was not ready within {site.Environment.ReadyTimeout:c}: {problem}. {StillServes(service)}");
        site.Report("ready", service.Service.Name, $"{service.Candidate} after {site.Clock.GetElapsedTime(start).TotalSeconds:0.0} s");
    }

    private async Task<string?> NotReadyAsync(ServicePlan service, CancellationToken cancellation)
    {
        var revision = await site.Apps.FindRevisionAsync(service.App, service.Candidate, cancellation);
        var replicas = revision is null ? [] : await site.Apps.ListReplicasAsync(service.App, service.Candidate, cancellation);
        var readiness = Readiness.Judge(revision, replicas, site.Environment.Replicas.Minimum);
        if (readiness.IsDead)
            throw new DeliveryException($"{service.Service.Name}: '{service.Candidate}' will not get ready: {readiness.Fact}. {StillServes(service)}");
        if (!readiness.IsReady)
            return readiness.Fact;
        var address = new Uri(site.Platform.AddressFor(revision!.Fqdn ?? ""), service.Service.Probes.Readiness?.Path ?? "/");
        return await SmokeRequest.AnswersAsync(site.Client, address, site.Clock, cancellation);
    }

    private async Task SmokeAsync(ServicePlan service, CancellationToken cancellation)
    {
        var revision = await site.Apps.FindRevisionAsync(service.App, service.Candidate, cancellation);
        var problem = await site.UntilFineAsync(site.Environment.SmokeTimeout, token => FirstProblemAsync(service, revision?.Fqdn, token), cancellation);
        if (problem is not null)
            throw new DeliveryException($"{service.Service.Name}: smoke check on '{service.Candidate}' failed: {problem}. {StillServes(service)}");
        site.Report("smoke", service.Service.Name, $"{service.Service.Smoke.Count} checks passed on {revision?.Fqdn}");
    }

    private async Task VerifyAsync(ServicePlan service, CancellationToken cancellation)
    {
        var fqdn = known[service.Service.Name].Fqdn;
        var problem = await site.UntilFineAsync(site.Environment.VerifyTimeout, token => FirstProblemAsync(service, fqdn, token), cancellation);
        if (problem is not null)
            throw new DeliveryException($"{service.Service.Name}: the public host {fqdn} does not serve {site.Release.Version}: {problem}.");
        site.Report("verify", service.Service.Name, $"{fqdn} serves {site.Release.Version}");
    }

    private async Task<string?> FirstProblemAsync(ServicePlan service, string? fqdn, CancellationToken cancellation)
    {
        if (fqdn is null)
            return "it has no host name";
        foreach (var check in service.Service.Smoke)
        {
            var filled = check with { Contains = check.Contains is null ? null : Placeholders.Fill(check.Contains, name => site.Resolve(name, known)) };
            if (await SmokeRequest.SendAsync(site.Client, site.Platform.AddressFor(fqdn), filled, site.Clock, cancellation) is { } problem)
                return $"GET {check.Path}: {problem}";
        }

        return null;
    }

    private async Task ShiftAsync(int weight, CancellationToken cancellation)
    {
        foreach (var service in plan.Services)
        {
            // With nothing to share traffic with, the first step is the last one.
            var all = weight == 100 || service.Previous.Count == 0;
            var weights = all ? new Dictionary<string, int> { [service.Candidate] = 100 } : Mix(service, weight);
            await ShiftAsync(service, weights, cancellation);
            site.Report("shift", service.Service.Name, $"{weights[service.Candidate]} % to {service.Candidate}");
        }
    }

    private static Dictionary<string, int> Mix(ServicePlan service, int weight)
    {
        var heaviest = service.Previous.MaxBy(pair => pair.Value).Key;
        return new Dictionary<string, int> { [service.Candidate] = weight, [heaviest] = 100 - weight };
    }

    private async Task ShiftAsync(ServicePlan service, IReadOnlyDictionary<string, int> weights, CancellationToken cancellation) =>
        known[service.Service.Name] = await site.Journal.EffectAsync(
            "shift", service.App, string.Join(", ", weights.Select(pair => $"{pair.Key} {pair.Value}")), () => site.Apps.ShiftTrafficAsync(service.App, weights, cancellation));

    private async Task DrainAsync(CancellationToken cancellation)
    {
        if (plan.Services.All(service => service.Retire.Count == 0))
            return;
        await Task.Delay(site.Environment.Drain, site.Clock, cancellation);
        site.Report("drain", null, $"{site.Environment.Drain:c}");
    }

    private async Task RetireAsync(ServicePlan service, CancellationToken cancellation)
    {
        foreach (var revision in service.Retire.Where(revision => revision != service.Candidate))
        {
            await DeactivateAsync(service, revision, cancellation);
            site.Report("retire", service.Service.Name, $"{revision} is deactivated");
        }
    }

    private async Task RecordAsync(CancellationToken cancellation)
    {
        var entry = new LedgerEntry
        {
            Id = id, Environment = site.Options.Environment, Version = site.Release.Version, Commit = site.Release.Commit, Sources = site.Release.Sources,
            MigrationHead = site.Release.MigrationHead, Actor = site.Options.Actor, At = site.Clock.GetUtcNow(),
            Services = [.. plan.Services.Select(service => Ledger(service))],
        };
        await site.Journal.EffectAsync("ledger", entry.Environment, entry.Version, () => Releases.Ledger.AppendAsync(site.Options.Ledger, entry, cancellation));
        await EachAsync(
            (service, token) => site.Journal.EffectAsync("tag", service.App, entry.Version, () => site.Apps.PatchAppAsync(service.App, Tags(service), token)),
            cancellation);
        site.Report("record", null, $"{entry.Version} is in the ledger of {entry.Environment}");
    }

    private LedgerService Ledger(ServicePlan service)
    {
        var released = site.Release.Services.Single(candidate => candidate.Name == service.Service.Name);
        return new(service.Service.Name, service.App, service.Candidate, released.Image, released.Digest);
    }

    private JsonObject Tags(ServicePlan service)
    {
        var tags = new JsonObject();
        foreach (var (name, value) in known[service.Service.Name].Tags)
            tags[name] = value;
        tags[ReleaseTags.Release] = site.Release.Version;
        tags[ReleaseTags.Sources] = site.Release.Sources;
        tags[ReleaseTags.Commit] = site.Release.Commit;
        tags[ReleaseTags.Settings] = EnvironmentFingerprint.Of(site.Environment);
        return new JsonObject { ["tags"] = tags };
    }

    private async Task CollectAsync(RolloutState state, CancellationToken cancellation)
    {
        if (!state.Cancelled)
            evidence = await new Evidence(site).CollectAsync(plan, cancellation);
    }

    private async Task RestoreAsync(CancellationToken cancellation)
    {
        foreach (var service in plan.Services.Where(service => service.Previous.Count > 0).Reverse())
        {
            await ShiftAsync(service, service.Previous, cancellation);
            site.Report("restore", service.Service.Name, $"traffic is back at {string.Join(", ", service.Previous.Keys)}");
        }

        await EachAsync(AnswersAgainAsync, cancellation);
    }

    private async Task AnswersAgainAsync(ServicePlan service, CancellationToken cancellation)
    {
        if (service.Previous.Count == 0 || known[service.Service.Name].Fqdn is not { } fqdn)
            return;
        var address = new Uri(site.Platform.AddressFor(fqdn), service.Service.Probes.Readiness?.Path ?? "/");
        var problem = await site.UntilFineAsync(site.Environment.VerifyTimeout, token => SmokeRequest.AnswersAsync(site.Client, address, site.Clock, token), cancellation);
        if (problem is not null)
            throw new DeliveryException($"{service.Service.Name}: traffic is back, but the old revision does not answer: {problem}.");
    }

    private async Task DiscardAsync(ServicePlan service, CancellationToken cancellation)
    {
        if (!created.Contains(service.Candidate) || await site.Apps.FindRevisionAsync(service.App, service.Candidate, cancellation) is not { Active: true })
            return;
        await DeactivateAsync(service, service.Candidate, cancellation);
        site.Report("discard", service.Service.Name, $"{service.Candidate} is deactivated");
    }

    private Task<bool> DeactivateAsync(ServicePlan service, string revision, CancellationToken cancellation) =>
        site.Journal.EffectAsync("deactivate", revision, null, async () =>
        {
            await site.Apps.DeactivateAsync(service.App, revision, cancellation);
            return true;
        });

    /// <summary>Does it for all services at once; the first error ends the others and is the one that counts.</summary>
    private async Task EachAsync(Func<ServicePlan, CancellationToken, Task> work, CancellationToken cancellation)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = plan.Services.Select(service => work(service, together.Token)).ToList();
        Task? failed = null;
        await foreach (var done in Task.WhenEach(running))
        {
            if (done.IsCompletedSuccessfully || failed is not null)
                continue;
            failed = done;
            await together.CancelAsync();
        }

        await (failed ?? Task.CompletedTask);
    }

    private static string StillServes(ServicePlan service) => service.Previous.Count switch
    {
        0 => "Nothing served before.",
        1 => $"'{service.Previous.Keys.Single()}' still serves 100 %.",
        _ => "The old revisions still serve.",
    };

    private static string? Message(Exception? error) => error switch
    {
        null => null,
        OperationCanceledException => "The rollout was cancelled.",
        _ => error.Message,
    };

    private RolloutOutcome Outcome(RolloutState state) => new()
    {
        Id = id,
        Verdict = state.Verdict,
        Environment = site.Options.Environment,
        Version = site.Release.Version,
        Error = state switch
        {
            { Error: null } => null,
            { Torn: true } => $"{state.Error} Traffic could not be restored with certainty: look at the apps, then deploy again.",
            { Verified: true } => $"{state.Error} {site.Release.Version} serves all traffic; deploy again to finish what is left.",
            _ => state.Error,
        },
        Steps = steps,
        Services = [.. plan.Services.Select(service => Outcome(service))],
        Evidence = evidence,
    };

    private ServiceOutcome Outcome(ServicePlan service) => new(
        service.Service.Name, service.App, plan.Finishes || created.Contains(service.Candidate) ? service.Candidate : null,
        service.Previous.Count == 0 ? null : service.Previous.MaxBy(pair => pair.Value).Key,
        known.TryGetValue(service.Service.Name, out var app) ? site.Platform.PublicAddress(app) : null);
}
