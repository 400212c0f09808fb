using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;

namespace Frostline.Delivery.Rollbacks;

/// <summary>The template that makes an old release run again.</summary>
internal static class OldTemplate
{
    /// <summary>The old revision's own template under a fresh suffix. Where the platform purged the revision, the app's template of today with
    /// the old image. With no fewer replicas than serve now: they will get the same traffic.</summary>
    public static JsonObject Of(ServiceObservation service, LedgerEntry target, string suffix)
    {
        var template = ReleaseMatch.Newest(service, target)?.Template?.DeepClone() as JsonObject ?? FromToday(service, target);
        template["revisionSuffix"] = suffix;
        var scale = template["scale"] as JsonObject ?? [];
        template["scale"] = scale.DeepClone();
        template["scale"]!["minReplicas"] = Math.Max(scale.Number("minReplicas") ?? 0, Serving(service, scale.Number("maxReplicas") ?? 10));
        return template;
    }

    private static int Serving(ServiceObservation service, int most) => Math.Min(
        most, service.Revisions.Where(revision => service.Weights.ContainsKey(revision.Name)).Select(revision => revision.Replicas).DefaultIfEmpty(1).Max());

    private static JsonObject FromToday(ServiceObservation service, LedgerEntry target)
    {
        var template = service.App!.Raw["properties"]?["template"]?.DeepClone() as JsonObject ?? [];
        if ((template["containers"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault() is not { } container)
            throw new DeliveryException($"{service.App.Name}: neither a revision of {target.Version} nor a template is there. Deploy {target.Version} from its sources.");
        container["image"] = ReleaseMatch.Recorded(service, target)!.Image;
        var own = new Dictionary<string, string>
        {
            [ReleaseTags.ReleaseVariable] = target.Version, [ReleaseTags.SourcesVariable] = target.Sources, [ReleaseTags.CommitVariable] = target.Commit,
        };
        var others = container.Objects("env").Where(entry => !own.ContainsKey(entry.Text("name") ?? "")).Select(entry => (JsonNode)entry.DeepClone());
        container["env"] = new JsonArray([.. others, .. own.Select(pair => new JsonObject { ["name"] = pair.Key, ["value"] = pair.Value })]);
        return template;
    }
}
