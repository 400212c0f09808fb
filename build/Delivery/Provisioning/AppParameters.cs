using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Provisioning;

/// <summary>What a template is told of the apps, by service.</summary>
/// <param name="Images">Image of each; null deploys everything but the apps.</param>
/// <param name="Traffic">Weights and labels of each.</param>
/// <param name="Tags">Tags of each that tell of its release: a template replaces all tags.</param>
internal sealed record AppValues(JsonObject? Images, JsonObject Traffic, JsonObject Tags);

/// <summary>Reads what the apps of an environment run at the moment.</summary>
/// <param name="apps">The platform.</param>
/// <param name="settings">The product.</param>
/// <param name="release">Gives the images of apps that do not exist; null: without all apps there are no images.</param>
internal sealed class AppParameters(IContainerApps apps, PipelineSettings settings, ReleaseManifest? release)
{
    private static readonly string[] WeightMembers = ["revisionName", "latestRevision", "weight", "label"];

    public async Task<AppValues> ReadAsync(CancellationToken cancellation)
    {
        var found = await Task.WhenAll(settings.Services.Values.Select(async service => (Service: service, App: await apps.FindAppAsync(service.App, cancellation))));
        if (release is null && found.Any(pair => pair.App is null))
            return new AppValues(null, [], []);
        var values = new AppValues([], [], []);
        foreach (var (service, app) in found)
        {
            values.Images![service.Name] = app is null ? Released(service) : await ImageAsync(app, cancellation);
            values.Traffic[service.Name] = app is null ? Latest() : Weights(app);
            values.Tags[service.Name] = app is null ? new JsonObject() : ReleaseTagsOf(app);
        }

        return values;
    }

    private string Released(ServiceSettings service) => release!.Services.Single(released => released.Name == service.Name).Image;

    /// <summary>Of the revision that serves; what was deployed last may have failed.</summary>
    private async Task<string?> ImageAsync(ContainerApp app, CancellationToken cancellation)
    {
        var serving = app.Traffic.Where(entry => entry is { Latest: false, Revision: not null, Weight: > 0 }).MaxBy(entry => entry.Weight)?.Revision;
        var revision = serving is null ? null : await apps.FindRevisionAsync(app.Name, serving, cancellation);
        return revision?.Image ?? (app.Raw["properties"]?["template"] as JsonObject).Objects("containers").FirstOrDefault().Text("image");
    }

    private static JsonObject ReleaseTagsOf(ContainerApp app) => new(app.Tags
        .Where(tag => tag.Key.StartsWith(ReleaseTags.Prefix, StringComparison.Ordinal)).Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value)));

    private static JsonArray Latest() => [new JsonObject { ["latestRevision"] = true, ["weight"] = 100 }];

    private static JsonArray Weights(ContainerApp app)
    {
        var entries = (app.Raw["properties"]?["configuration"]?["ingress"] as JsonObject).Objects("traffic").Select(entry =>
            (JsonNode?)new JsonObject(WeightMembers.Where(member => entry[member] is not null).Select(member => KeyValuePair.Create(member, entry[member]?.DeepClone()))));
        return new JsonArray([.. entries]) is { Count: > 0 } weights ? weights : Latest();
    }
}
