using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;

namespace Frostline.Delivery.Rollouts;

/// <summary>What a rollout changes on the platform: each change journaled before and after, the app it leads to remembered.</summary>
internal sealed class RolloutEffects(RolloutSite site, IReadOnlyList<ServiceObservation> observed)
{
    private readonly ConcurrentDictionary<string, ContainerApp> known = new(
        observed.Where(service => service.App is not null).Select(service => KeyValuePair.Create(service.Service.Name, service.App!)));

    private readonly HashSet<string> begun = [];

    /// <summary>The apps as last seen, by service.</summary>
    public IReadOnlyDictionary<string, ContainerApp> Known => known;

    /// <summary>Whether the candidate of a service may exist.</summary>
    public bool HasBegun(ServicePlan service) => begun.Contains(service.Candidate);

    public Revision RevisionOf(ServicePlan service, string name) =>
        observed.Single(seen => seen.Service == service.Service).Revisions.First(revision => revision.Name == name);

    public async Task CreateAsync(ServicePlan service, CancellationToken cancellation)
    {
        var template = new AppTemplate(
            service, site.Environment, site.Release, site.Platform.Registry(site.Environment), placeholder => site.Resolve(placeholder, known));
        begun.Add(service.Candidate);
        known[service.Service.Name] = await site.Journal.EffectAsync("create", service.Candidate, site.Release.Version, async () => service.IsNew
            ? await site.Apps.PutAppAsync(service.App, template.Create(site.Home.Id), cancellation)
            : await site.Apps.PatchAppAsync(service.App, await ChangeAsync(service, template, cancellation), cancellation));
    }

    private async Task<JsonObject> ChangeAsync(ServicePlan service, AppTemplate template, CancellationToken cancellation)
    {
        var change = template.Change(await site.Apps.ListSecretsAsync(service.App, cancellation));
        return site.Templated ? new TemplatedApp(known[service.Service.Name]).Apply(change) : change;
    }

    /// <summary>Applies a template once more under a fresh suffix; the revision that comes of it is not needed.</summary>
    public async Task ReapplyAsync(ServicePlan service, Revision good, CancellationToken cancellation)
    {
        var template = good.Template?.DeepClone() as JsonObject ?? [];
        var suffix = RevisionSuffix.New(site.Clock);
        template["revisionSuffix"] = suffix;
        var change = new JsonObject { ["properties"] = new JsonObject { ["template"] = template } };
        await site.Journal.EffectAsync("reapply", $"{service.App}--{suffix}", good.Name, () => site.Apps.PatchAppAsync(service.App, change, cancellation));
        await DeactivateAsync(service, $"{service.App}--{suffix}", cancellation);
    }

    public async Task ShiftAsync(ServicePlan service, IReadOnlyDictionary<string, int> weights, CancellationToken cancellation) =>
        known[service.Service.Name] = await site.Journal.EffectAsync(
            "shift", service.App, string.Join(", ", weights.Select(pair => $"{pair.Key} {pair.Value}")), () => site.Apps.ShiftTrafficAsync(service.App, weights, cancellation));

    public Task ActivateAsync(ServicePlan service, string revision, CancellationToken cancellation) =>
        site.Journal.EffectAsync("activate", revision, null, () => site.Apps.ActivateAsync(service.App, revision, cancellation));

    public Task DeactivateAsync(ServicePlan service, string revision, CancellationToken cancellation) =>
        site.Journal.EffectAsync("deactivate", revision, null, () => site.Apps.DeactivateAsync(service.App, revision, cancellation));

    public Task TagAsync(ServicePlan service, JsonObject tags, CancellationToken cancellation) => site.Journal.EffectAsync(
        "tag", service.App, site.Release.Version, () => site.Apps.PatchAppAsync(service.App, new JsonObject { ["tags"] = tags }, cancellation));
}
