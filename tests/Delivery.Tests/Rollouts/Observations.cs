using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;

namespace Delivery.Tests.Rollouts;

/// <summary>What a platform might say about services.</summary>
internal static class Observations
{
    public static ServiceObservation Labelled(ServiceObservation seen, params (string Suffix, string Label)[] labels) => seen with
    {
        App = seen.App! with
        {
            Traffic = [.. seen.App.Traffic.Select(entry => entry with { Label = labels.FirstOrDefault(label => entry.Revision == $"{seen.Service.App}--{label.Suffix}").Label })],
        },
    };

    /// <summary>The same before any rollout came to its end.</summary>
    public static ServiceObservation Unreleased(ServiceObservation seen) => seen with { App = seen.App! with { Tags = new Dictionary<string, string>() } };

    /// <param name="service">Service and app.</param>
    /// <param name="tagged">Sources of the last recorded release, or null before the first.</param>
    /// <param name="revisions">Active revisions by suffix, which are their sources too, and their weights.</param>
    public static ServiceObservation Seen(string service, string? tagged = null, params (string Suffix, int Weight)[] revisions)
    {
        var settings = new ServiceSettings { Name = service, Project = service, Image = service, App = service };
        if (tagged is null)
            return new(settings, null, []);
        var app = new ContainerApp
        {
            Name = service, ProvisioningState = "Succeeded", RevisionsMode = "Multiple", Affinity = "none", Raw = new JsonObject(),
            LatestRevision = revisions is [.., var newest] ? $"{service}--{newest.Suffix}" : null,
            Traffic = [.. revisions.Select(revision => new TrafficWeight($"{service}--{revision.Suffix}", false, revision.Weight, null))],
            Tags = new Dictionary<string, string> { [ReleaseTags.Release] = "1", [ReleaseTags.Sources] = tagged },
        };
        return new(settings, app, [.. revisions.Select(revision => Revision(service, revision.Suffix, revision.Weight))]);
    }

    private static Revision Revision(string service, string suffix, int weight) => new()
    {
        Name = $"{service}--{suffix}", Active = true, Replicas = 1, TrafficWeight = weight, ProvisioningState = "Provisioned", RunningState = "Running",
        HealthState = "Healthy", Image = $"registry/{service}@{suffix}",
        Environment = new Dictionary<string, string> { [ReleaseTags.SourcesVariable] = suffix, [ReleaseTags.ReleaseVariable] = suffix },
    };

    /// <summary>An entry of the ledger whose revisions have the suffix that is their sources too.</summary>
    public static LedgerEntry Entry(string version, string suffix, params string[] services) => new()
    {
        Id = version, Environment = "staging", Version = version, Commit = "", Sources = suffix, Actor = "ada@laptop", At = DateTimeOffset.UnixEpoch,
        Services = [.. services.Select(service => new LedgerService(service, service, $"{service}--{suffix}", $"registry/{service}@{suffix}", suffix))],
    };
}
