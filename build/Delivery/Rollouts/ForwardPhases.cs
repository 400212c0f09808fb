using System.Globalization;
using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>The phases of a rollout that goes well, in their order; <see cref="UndoPhases"/> takes them back.</summary>
internal sealed class ForwardPhases(RolloutSite site, RolloutPlan plan, RolloutEffects effects, RolloutChecks checks)
{
    private bool KeepsStandby => site.Options.Judged && site.Environment.Rollout.Standby > TimeSpan.Zero;

    public async Task RepairAsync(CancellationToken cancellation)
    {
        foreach (var service in plan.Services.Where(service => service.Reapply))
        {
            var good = effects.RevisionOf(service, service.Stable!);
            await effects.ReapplyAsync(service, good, cancellation);
            site.Report("repair", service.Service.Name, $"{service.App} was Failed; the template of {good.Name} is applied again");
        }
    }

    public async Task CleanUpAsync(CancellationToken cancellation)
    {
        // A torn switch is mended first, or the revisions it leaves over would still have traffic.
        foreach (var service in plan.Services.Where(service => service.Pin))
        {
            await effects.ShiftAsync(service, new TrafficTarget { Weights = service.Previous }, cancellation);
            site.Report("clean up", service.Service.Name, $"traffic is at {TrafficTarget.Words(effects.Traffic[service.Service.Name])}");
        }

        await Together.OrNotAtAllAsync(plan.Services, CleanUpAsync, cancellation);
    }

    public async Task CreateAsync(CancellationToken cancellation)
    {
        foreach (var service in ServiceOrder.Of(site.Settings).Select(service => plan.Services.Single(planned => planned.Service.Name == service.Name)))
        {
            await effects.CreateAsync(service, cancellation);
            site.Report("create", service.Service.Name, $"{service.Candidate} {(service.Previous.Count == 0 ? "as the first one" : "at 0 %")}");
        }
    }

    /// <summary>Names both sides: from now on each has a host of its own that says which it is.</summary>
    public Task LabelAsync(CancellationToken cancellation) =>
        Together.OrNotAtAllAsync(plan.Services.Where(service => service.Stable is not null), LabelAsync, cancellation);

    public Task ReadyAsync(CancellationToken cancellation) => Together.OrNotAtAllAsync(plan.Services, checks.ReadyAsync, cancellation);

    public Task SmokeAsync(CancellationToken cancellation) => Together.OrNotAtAllAsync(plan.Services, checks.SmokeAsync, cancellation);

    public void Preview()
    {
        foreach (var service in plan.Services)
        {
            if (checks.GreenHost(service) is { } host)
                site.Report("preview", service.Service.Name, $"{site.Platform.AddressForPeople(host)}");
        }
    }

    public async Task ShiftAsync(int weight, CancellationToken cancellation)
    {
        foreach (var service in plan.Services)
        {
            // With nothing to share traffic with, the first step is the last one.
            var all = weight == 100 || service.Stable is null;
            var weights = all ? new Dictionary<string, int> { [service.Candidate] = 100 } : Mix(service, weight);
            await effects.ShiftAsync(service, new TrafficTarget { Weights = weights }, cancellation);
            site.Report("shift", service.Service.Name, $"{weights[service.Candidate]} % to {service.Candidate}");
        }
    }

    public Task VerifyAsync(CancellationToken cancellation) => Together.OrNotAtAllAsync(plan.Services, checks.VerifyAsync, cancellation);

    public async Task RecordAsync(string id, CancellationToken cancellation)
    {
        var entry = new LedgerEntry
        {
            Id = id, Environment = site.Options.Environment, Version = site.Release.Version, Commit = site.Release.Commit, Sources = site.Release.Sources,
            MigrationHead = site.Release.MigrationHead, Actor = site.Options.Actor, At = site.Clock.GetUtcNow(),
            Services = [.. plan.Services.Select(Recorded)],
        };
        if ((await Ledger.ReadAsync(site.Options.Ledger, entry.Environment, cancellation)).Current is { } last && IsSame(last, entry))
            return;
        await site.EffectAsync("ledger", entry.Environment, entry.Version, _ => Ledger.AppendAsync(site.Options.Ledger, entry, cancellation));
        site.Report("record", null, $"{entry.Version} is in the ledger of {entry.Environment}");
    }

    public async Task DrainAsync(CancellationToken cancellation)
    {
        if (plan.Services.All(service => service.Retire.Count == 0))
            return;
        await Task.Delay(site.Environment.Drain, site.Clock, cancellation);
        site.Report("drain", null, $"{site.Environment.Drain:c}");
    }

    public Task RetireAsync(CancellationToken cancellation) => Together.OrNotAtAllAsync(plan.Services, RetireAsync, cancellation);

    /// <summary>Says on the apps themselves that the release is live and whole.</summary>
    public Task MarkAsync(CancellationToken cancellation) =>
        Together.OrNotAtAllAsync(plan.Services, (service, token) => effects.TagAsync(service, Tags(service), token), cancellation);

    private async Task CleanUpAsync(ServicePlan service, CancellationToken cancellation)
    {
        var dead = Labels(service, service.LeftOver);
        foreach (var revision in service.LeftOver)
        {
            await effects.DeactivateAsync(service, revision, cancellation);
            site.Report("clean up", service.Service.Name, $"{revision}, left over by an earlier run, is deactivated");
        }

        if (plan.Start == RolloutStart.Abort && service.Previous.Count == 0)
            site.Report("clean up", service.Service.Name, $"nothing served before, so {service.App} answers nobody until the next deployment");
        if (dead.Count > 0 && service.Previous.Count > 0)
            await effects.ShiftAsync(service, new TrafficTarget { Weights = service.Previous, Labels = dead }, cancellation);
    }

    private Task LabelAsync(ServicePlan service, CancellationToken cancellation) => effects.ShiftAsync(
        service,
        new TrafficTarget
        {
            Weights = service.Previous,
            Labels = new Dictionary<string, string?> { [RolloutLabels.Green] = service.Candidate, [RolloutLabels.Blue] = service.Stable },
        },
        cancellation);

    private async Task RetireAsync(ServicePlan service, CancellationToken cancellation)
    {
        var retired = service.Retire.Where(revision => revision != service.Candidate && !(KeepsStandby && revision == service.Stable)).ToList();
        foreach (var revision in retired)
        {
            await effects.DeactivateAsync(service, revision, cancellation);
            site.Report("retire", service.Service.Name, $"{revision} is deactivated");
        }

        if (KeepsStandby && service.Stable is { } standby)
            site.Report("standby", service.Service.Name, $"{standby} can take over for {site.Environment.Rollout.Standby:c}");
        if (Labels(service, retired) is { Count: > 0 } dead)
            await effects.ShiftAsync(service, new TrafficTarget { Weights = new Dictionary<string, int> { [service.Candidate] = 100 }, Labels = dead }, cancellation);
    }

    /// <summary>The labels to take away from revisions that are gone, those of earlier runs among them.</summary>
    private Dictionary<string, string?> Labels(ServicePlan service, IEnumerable<string> gone) => (effects.Traffic.GetValueOrDefault(service.Service.Name) ?? [])
        .Where(entry => entry.Label is not null && gone.Concat(service.Dead).Contains(entry.Revision)).ToDictionary(entry => entry.Label!, _ => (string?)null);

    private LedgerService Recorded(ServicePlan service)
    {
        var released = site.Release.Services.Single(candidate => candidate.Name == service.Service.Name);
        return new(service.Service.Name, service.App, service.Candidate, released.Image, released.Digest);
    }

    /// <summary>A run that was killed after its record is finished by the next one, which must not record it twice.</summary>
    private static bool IsSame(LedgerEntry last, LedgerEntry entry) =>
        last.Version == entry.Version && last.Services.Select(service => service.Revision).Order().SequenceEqual(entry.Services.Select(service => service.Revision).Order());

    private JsonObject Tags(ServicePlan service)
    {
        var tags = new JsonObject();
        foreach (var (name, value) in effects.Known[service.Service.Name].Tags)
            tags[name] = value;
        tags[ReleaseTags.Release] = site.Release.Version;
        tags[ReleaseTags.Sources] = site.Release.Sources;
        tags[ReleaseTags.Commit] = site.Release.Commit;
        tags[ReleaseTags.Settings] = EnvironmentFingerprint.Of(site.Settings, site.Options.Environment);
        tags.Remove(ReleaseTags.StandbyUntil);
        if (KeepsStandby && service.Stable is not null)
            tags[ReleaseTags.StandbyUntil] = (site.Clock.GetUtcNow() + site.Environment.Rollout.Standby).ToString("O", CultureInfo.InvariantCulture);
        return tags;
    }

    private static Dictionary<string, int> Mix(ServicePlan service, int weight) => new() { [service.Candidate] = weight, [service.Stable!] = 100 - weight };
}
