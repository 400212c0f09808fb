using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>What would go wrong later, found while nothing is touched.</summary>
internal static class Preflight
{
    /// <exception cref="DeliveryException">All problems at once.</exception>
    public static void Check(RolloutPlan plan, IReadOnlyList<ServiceObservation> observed, ReleaseManifest release)
    {
        var problems = observed.SelectMany(Problems)
            .Concat(plan.Services.SelectMany(service => Problems(service, release))).ToList();
        if (problems.Count > 0)
            throw new DeliveryException(string.Join(Environment.NewLine, problems));
    }

    /// <exception cref="DeliveryException">No step has the weight at which to wait.</exception>
    public static void CheckPause(int? pauseAt, IReadOnlyList<StepSettings> steps)
    {
        var weights = steps.SkipLast(1).Select(step => step.Weight).Prepend(0).ToList();
        if (pauseAt is { } weight && !weights.Contains(weight))
            throw new DeliveryException($"--pause-at: {weight} is none of the steps before the last one. Give {string.Join(" or ", weights)}.");
    }

    private static IEnumerable<string> Problems(ServiceObservation service)
    {
        if (service.App is not { } app || !(service.WasReleased || service.IsServing))
            yield break;
        if (app.RevisionsMode is var mode && !mode.Equals("Multiple", StringComparison.OrdinalIgnoreCase))
            yield return $"{app.Name}: activeRevisionsMode is '{mode}', so traffic cannot be split. Set it to Multiple and check which revision serves.";
        if (app.Affinity is var affinity && !affinity.Equals("none", StringComparison.OrdinalIgnoreCase))
            yield return $"{app.Name}: session affinity is '{affinity}', which excludes several revisions. Set ingress.stickySessions.affinity to none.";
        if (app.Traffic.Sum(entry => entry.Weight) is var sum and not 100 && service.Weights.Count > 0)
            yield return $"{app.Name}: its traffic weights add up to {sum}. Give weights that add up to 100.";
        if (service.Weights.Count == 0)
            yield return $"{app.Name}: was released before, but no active revision gets traffic. Activate one and give it all traffic, or delete the app to begin anew.";
        if ((app.Raw["properties"]?["configuration"]?["ingress"] as System.Text.Json.Nodes.JsonObject).Number("targetPort") is { } port && port != service.Service.Port)
            yield return $"{app.Name}: targetPort is {port}, the settings say {service.Service.Port}. Revisions share the port: give the service a new app name, or keep the port.";
    }

    private static IEnumerable<string> Problems(ServicePlan service, ReleaseManifest release)
    {
        if (service.Candidate.Length > RevisionSuffix.LongestName)
            yield return $"{service.Candidate}: is longer than {RevisionSuffix.LongestName} characters. Shorten services.{service.Service.Name}.app.";
        if (release.Services.All(released => released.Name != service.Service.Name))
            yield return $"services.{service.Service.Name}: release {release.Version} has no image of it. Run the task Image.";
        foreach (var twice in service.Service.EnvironmentVariables.Keys.Concat(service.Service.Secrets.Keys).GroupBy(name => name).Where(group => group.Count() > 1))
            yield return $"services.{service.Service.Name}: '{twice.Key}' is set twice. Keep one: the platform blocks the app without an error.";
    }
}
