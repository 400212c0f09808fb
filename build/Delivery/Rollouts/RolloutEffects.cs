using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;

namespace Frostline.Delivery.Rollouts;

/// <summary>What a rollout changes on the platform: each change journaled before and after, the app it leads to remembered.</summary>
internal sealed class RolloutEffects(RolloutSite site, IReadOnlyList<ServiceObservation> observed)
{
    private readonly ConcurrentDictionary<string, ContainerApp> known = new(
        observed.Where(service => service.App is not null).Select(service => KeyValuePair.Create(service.Service.Name, service.App!)));

    private readonly ConcurrentDictionary<string, IReadOnlyList<TrafficWeight>> written = new(
        observed.Where(service => service.App is not null).Select(service => KeyValuePair.Create(service.Service.Name, service.App!.Traffic)));

    private readonly HashSet<string> begun = [];

    /// <summary>The apps as last seen, by service.</summary>
    public IReadOnlyDictionary<string, ContainerApp> Known => known;

    /// <summary>The traffic that this run saw or wrote last, by service: what is there otherwise is somebody else's.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<TrafficWeight>> Traffic => written;

    /// <summary>Whether the candidate of a service may exist.</summary>
    public bool HasBegun(ServicePlan service) => begun.Contains(service.Candidate);

    public Revision RevisionOf(ServicePlan service, string name) =>
        observed.Single(seen => seen.Service == service.Service).Revisions.First(revision => revision.Name == name);

    /// <summary>The labels to take away from revisions that are gone, those of earlier runs among them.</summary>
    public Dictionary<string, string?> LabelsOf(ServicePlan service, IEnumerable<string> gone) => (Traffic.GetValueOrDefault(service.Service.Name) ?? [])
        .Where(entry => entry.Label is not null && gone.Concat(service.Dead).Contains(entry.Revision)).ToDictionary(entry => entry.Label!, _ => (string?)null);

    public async Task CreateAsync(ServicePlan service, CancellationToken cancellation)
    {
        var template = new AppTemplate(
            service, site.Environment, site.Release, site.Platform.Registry(site.Environment), placeholder => site.Resolve(placeholder, known));
        begun.Add(service.Candidate);
        var app = await site.EffectAsync("create", service.Candidate, site.Release.Version, async apps => service.IsNew
            ? await apps.PutAppAsync(service.App, Scaled(service, template.Create(site.Home.Id)), cancellation)
            : await apps.PatchAppAsync(service.App, Scaled(service, await ChangeAsync(service, template, cancellation)), cancellation));
        known[service.Service.Name] = app;
        if (service.Previous.Count == 0)
            written[service.Service.Name] = app.Traffic;
    }

    /// <summary>Applies a template once more under a fresh suffix; the revision that comes of it is not needed.</summary>
    public async Task ReapplyAsync(ServicePlan service, Revision good, CancellationToken cancellation)
    {
        var template = good.Template?.DeepClone() as JsonObject ?? [];
        var suffix = RevisionSuffix.New(site.Clock);
        template["revisionSuffix"] = suffix;
        var change = new JsonObject { ["properties"] = new JsonObject { ["template"] = template } };
        await site.EffectAsync("reapply", $"{service.App}--{suffix}", good.Name, apps => apps.PatchAppAsync(service.App, change, cancellation));
        await DeactivateAsync(service, $"{service.App}--{suffix}", cancellation);
    }

    /// <summary>Writes traffic, unless somebody else wrote since this run did.</summary>
    public Task ShiftAsync(ServicePlan service, TrafficTarget target, CancellationToken cancellation) =>
        WriteAsync(service, target with { Expected = written.GetValueOrDefault(service.Service.Name) }, cancellation);

    /// <summary>Writes traffic, whoever wrote last.</summary>
    public Task OverwriteAsync(ServicePlan service, TrafficTarget target, CancellationToken cancellation) => WriteAsync(service, target, cancellation);

    public Task ActivateAsync(ServicePlan service, string revision, CancellationToken cancellation) =>
        site.EffectAsync("activate", revision, null, apps => apps.ActivateAsync(service.App, revision, cancellation));

    public Task DeactivateAsync(ServicePlan service, string revision, CancellationToken cancellation) =>
        site.EffectAsync("deactivate", revision, null, apps => apps.DeactivateAsync(service.App, revision, cancellation));

    public Task RestartAsync(ServicePlan service, string revision, CancellationToken cancellation) =>
        site.EffectAsync("restart", revision, null, apps => apps.RestartAsync(service.App, revision, cancellation));

    /// <summary>The tags of the app, with this release in place of the one before.</summary>
    /// <param name="service">Its name in the settings.</param>
    /// <param name="settings">Fingerprint of the settings the release was made with; empty when nobody knows it.</param>
    public JsonObject TagsOf(string service, string settings)
    {
        var tags = new JsonObject();
        foreach (var (name, value) in known[service].Tags)
            tags[name] = value;
        tags[ReleaseTags.Release] = site.Release.Version;
        tags[ReleaseTags.Sources] = site.Release.Sources;
        tags[ReleaseTags.Commit] = site.Release.Commit;
        tags[ReleaseTags.Settings] = settings;
        return tags;
    }

    public Task TagAsync(ServicePlan service, JsonObject tags, CancellationToken cancellation) => site.EffectAsync(
        "tag", service.App, site.Release.Version, apps => apps.PatchAppAsync(service.App, new JsonObject { ["tags"] = tags }, cancellation));

    private async Task WriteAsync(ServicePlan service, TrafficTarget target, CancellationToken cancellation)
    {
        var words = string.Join(", ", target.Weights.Select(pair => $"{pair.Key} {pair.Value}").Concat(target.Labels.Select(pair => $"{pair.Key}: {pair.Value ?? "-"}")));
        var app = await site.EffectAsync("shift", service.App, words, apps => apps.WriteTrafficAsync(service.App, target, cancellation));
        known[service.Service.Name] = app;
        written[service.Service.Name] = app.Traffic;
    }

    private async Task<JsonObject> ChangeAsync(ServicePlan service, AppTemplate template, CancellationToken cancellation)
    {
        var change = template.Change(await site.Apps.ListSecretsAsync(service.App, cancellation));
        return site.Templated ? new TemplatedApp(known[service.Service.Name]).Apply(change) : change;
    }

    /// <summary>The candidate starts with the replicas that carry the load now: it would meet it with the least number otherwise.</summary>
    private JsonObject Scaled(ServicePlan service, JsonObject body)
    {
        if (body["properties"]?["template"]?["scale"] is JsonObject scale)
            scale["minReplicas"] = site.ReplicasOf(service);
        return body;
    }
}
