using System.Globalization;
using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>The phases once a release stays: it is recorded, and what served before goes.</summary>
internal sealed class ClosingPhases(RolloutSite site, RolloutPlan plan, RolloutEffects effects)
{
    private bool KeepsStandby => site.Options.Judged && site.Environment.Rollout.Standby > TimeSpan.Zero;

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
        if (effects.LabelsOf(service, retired) is { Count: > 0 } dead)
            await effects.ShiftAsync(service, new TrafficTarget { Weights = new Dictionary<string, int> { [service.Candidate] = 100 }, Labels = dead }, cancellation);
    }

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
        var tags = effects.TagsOf(service.Service.Name, EnvironmentFingerprint.Of(site.Settings, site.Options.Environment));
        tags.Remove(ReleaseTags.StandbyUntil);
        if (KeepsStandby && service.Stable is not null)
            tags[ReleaseTags.StandbyUntil] = (site.Clock.GetUtcNow() + site.Environment.Rollout.Standby).ToString("O", CultureInfo.InvariantCulture);
        return tags;
    }
}
