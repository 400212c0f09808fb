using System.Text.Json.Nodes;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>The phases of a rollout that goes well, in their order; <see cref="UndoPhases"/> takes them back.</summary>
internal sealed class ForwardPhases(RolloutSite site, RolloutPlan plan, RolloutEffects effects, RolloutChecks checks)
{
    public async Task RepairAsync(CancellationToken cancellation)
    {
        foreach (var service in plan.Services.Where(service => service.Reapply))
        {
            var good = effects.RevisionOf(service, service.Previous.MaxBy(pair => pair.Value).Key);
            await effects.ReapplyAsync(service, good, cancellation);
            site.Report("repair", service.Service.Name, $"{service.App} was Failed; the template of {good.Name} is applied again");
        }
    }

    public async Task CleanUpAsync(CancellationToken cancellation)
    {
        // A torn switch is mended first, or the revisions it leaves over would still have traffic.
        foreach (var service in plan.Services.Where(service => service.Pin))
            await effects.ShiftAsync(service, service.Previous, cancellation);
        foreach (var service in plan.Services)
        {
            foreach (var revision in service.LeftOver)
            {
                await effects.DeactivateAsync(service, revision, cancellation);
                site.Report("clean up", service.Service.Name, $"{revision}, left over by an earlier run, is deactivated");
            }
        }
    }

    public async Task CreateAsync(CancellationToken cancellation)
    {
        foreach (var service in ServiceOrder.Of(site.Settings).Select(service => plan.Services.Single(planned => planned.Service.Name == service.Name)))
        {
            await effects.CreateAsync(service, cancellation);
            site.Report("create", service.Service.Name, $"{service.Candidate} {(service.Previous.Count == 0 ? "as the first one" : "at 0 %")}");
        }
    }

    public Task ReadyAsync(CancellationToken cancellation) => Together.OrNotAtAllAsync(plan.Services, checks.ReadyAsync, cancellation);

    public Task SmokeAsync(CancellationToken cancellation) => Together.OrNotAtAllAsync(plan.Services, checks.SmokeAsync, cancellation);

    public async Task ShiftAsync(int weight, CancellationToken cancellation)
    {
        foreach (var service in plan.Services)
        {
            // With nothing to share traffic with, the first step is the last one.
            var all = weight == 100 || service.Previous.Count == 0;
            var weights = all ? new Dictionary<string, int> { [service.Candidate] = 100 } : Mix(service, weight);
            await effects.ShiftAsync(service, weights, cancellation);
            site.Report("shift", service.Service.Name, $"{weights[service.Candidate]} % to {service.Candidate}");
        }
    }

    public Task VerifyAsync(CancellationToken cancellation) => Together.OrNotAtAllAsync(plan.Services, checks.VerifyAsync, cancellation);

    public async Task DrainAsync(CancellationToken cancellation)
    {
        if (plan.Services.All(service => service.Retire.Count == 0))
            return;
        await Task.Delay(site.Environment.Drain, site.Clock, cancellation);
        site.Report("drain", null, $"{site.Environment.Drain:c}");
    }

    public Task RetireAsync(CancellationToken cancellation) => Together.OrNotAtAllAsync(plan.Services, RetireAsync, cancellation);

    public async Task RecordAsync(string id, CancellationToken cancellation)
    {
        var entry = new LedgerEntry
        {
            Id = id, Environment = site.Options.Environment, Version = site.Release.Version, Commit = site.Release.Commit, Sources = site.Release.Sources,
            MigrationHead = site.Release.MigrationHead, Actor = site.Options.Actor, At = site.Clock.GetUtcNow(),
            Services = [.. plan.Services.Select(Recorded)],
        };
        await site.Journal.EffectAsync("ledger", entry.Environment, entry.Version, () => Ledger.AppendAsync(site.Options.Ledger, entry, cancellation));
        await Together.OrNotAtAllAsync(plan.Services, (service, token) => effects.TagAsync(service, Tags(service), token), cancellation);
        site.Report("record", null, $"{entry.Version} is in the ledger of {entry.Environment}");
    }

    private async Task RetireAsync(ServicePlan service, CancellationToken cancellation)
    {
        foreach (var revision in service.Retire.Where(revision => revision != service.Candidate))
        {
            await effects.DeactivateAsync(service, revision, cancellation);
            site.Report("retire", service.Service.Name, $"{revision} is deactivated");
        }
    }

    private LedgerService Recorded(ServicePlan service)
    {
        var released = site.Release.Services.Single(candidate => candidate.Name == service.Service.Name);
        return new(service.Service.Name, service.App, service.Candidate, released.Image, released.Digest);
    }

    private JsonObject Tags(ServicePlan service)
    {
        var tags = new JsonObject();
        foreach (var (name, value) in effects.Known[service.Service.Name].Tags)
            tags[name] = value;
        tags[ReleaseTags.Release] = site.Release.Version;
        tags[ReleaseTags.Sources] = site.Release.Sources;
        tags[ReleaseTags.Commit] = site.Release.Commit;
        tags[ReleaseTags.Settings] = EnvironmentFingerprint.Of(site.Settings, site.Options.Environment);
        return tags;
    }

    private static Dictionary<string, int> Mix(ServicePlan service, int weight)
    {
        var heaviest = service.Previous.MaxBy(pair => pair.Value).Key;
        return new Dictionary<string, int> { [service.Candidate] = weight, [heaviest] = 100 - weight };
    }
}
