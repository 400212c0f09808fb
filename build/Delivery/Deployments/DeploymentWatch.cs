using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using Azure.Core;
using Frostline.Delivery.ContainerApps;

namespace Frostline.Delivery.Deployments;

/// <summary>The operations of a running deployment and of the deployments inside it: tells of each once, when it has ended.</summary>
/// <param name="api">The platform.</param>
/// <param name="path">Path of the deployment.</param>
/// <param name="version">Version of the deployments API.</param>
/// <param name="accepted">Properties of the deployment as it was accepted.</param>
internal sealed class DeploymentWatch(ManagementApi api, string path, string version, JsonObject? accepted)
{
    private const string NestedType = "Microsoft.Resources/deployments";

    private readonly HashSet<string> told = [];
    private readonly HashSet<string> complete = [];
    private readonly List<DeploymentFailure> failures = [];
    private readonly DateTimeOffset since = Time(accepted) ?? DateTimeOffset.MinValue;

    /// <summary>Reasons of the resources that failed so far.</summary>
    public IReadOnlyList<DeploymentFailure> Failures => failures;

    public Task TellAsync(IProgress<ResourceProgress> progress, CancellationToken cancellation) => TellAsync(path, progress, cancellation);

    private async Task TellAsync(string deployment, IProgress<ResourceProgress> progress, CancellationToken cancellation)
    {
        foreach (var operation in await OperationsAsync(deployment, cancellation))
        {
            var properties = operation["properties"] as JsonObject;
            var target = properties?["targetResource"] as JsonObject;
            var ended = properties.Text("provisioningState") is "Succeeded" or "Failed" or "Canceled";
            // A deployment of the same name as an earlier one lists that one's operations until it begins.
            if (Time(properties) < since || complete.Contains(Key(operation)))
                continue;
            if (IsNested(target) && target.Text("id") is { } nested)
                await TellAsync(nested, progress, cancellation);
            if (ended)
                Tell(operation, properties!, target, progress);
        }
    }

    private void Tell(JsonObject operation, JsonObject properties, JsonObject? target, IProgress<ResourceProgress> progress)
    {
        complete.Add(Key(operation));
        var (type, name, state) = (target.Text("resourceType") ?? "", target.Text("resourceName") ?? "outputs", properties.Text("provisioningState")!);
        if (state == "Failed" && !(IsNested(target) && failures.Count > 0))
            failures.AddRange(InnerErrors.Of((properties["statusMessage"] as JsonObject)?["error"] as JsonObject, $"{type} {name}".Trim()));
        if (!IsNested(target) && properties.Text("provisioningOperation") == "Create" && told.Add(target.Text("id") ?? Key(operation)))
            progress.Report(new ResourceProgress(type, name, state, Duration(properties)));
    }

    private async Task<IReadOnlyList<JsonObject>> OperationsAsync(string deployment, CancellationToken cancellation)
    {
        try
        {
            var operations = await api.ListAsync(new(RequestMethod.Get, $"{deployment}/operations", version), cancellation);
            return [.. operations.OrderBy(operation => Time(operation["properties"] as JsonObject))];
        }
        catch (ContainerAppsException error) when (error.Status == 404)
        {
            return [];
        }
    }

    private static bool IsNested(JsonObject? target) => NestedType.Equals(target.Text("resourceType"), StringComparison.OrdinalIgnoreCase);

    private static string Key(JsonObject operation) => operation.Text("id") ?? operation.Text("operationId") ?? "";

    private static DateTimeOffset? Time(JsonObject? properties) =>
        DateTimeOffset.TryParse(properties.Text("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static TimeSpan Duration(JsonObject properties)
    {
        try
        {
            return properties.Text("duration") is { } text ? XmlConvert.ToTimeSpan(text) : TimeSpan.Zero;
        }
        catch (FormatException)
        {
            return TimeSpan.Zero;
        }
    }
}
