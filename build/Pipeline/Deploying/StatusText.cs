using System.Globalization;
using System.Text;
using Frostline.Delivery.Rollouts;

namespace Frostline.Pipeline.Deploying;

/// <summary>What runs, for people.</summary>
internal static class StatusText
{
    public static string Of(EnvironmentStatus? status)
    {
        if (status is null)
            return "LocalAzure is not running. Start it with ./build.sh --target=LocalUp.";

        var text = new StringBuilder($"{status.Environment} on {status.Platform}, {status.Management}\n");
        if (status.Page is not null)
            text.Append(CultureInfo.InvariantCulture, $"page {status.Page}\n");
        if (status.Apps.Count == 0)
            text.Append("Nothing is deployed. Deploy with ./build.sh --target=DeployStaging.\n");
        foreach (var app in status.Apps)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{app.Service}  {app.Url}  {app.Release ?? "no release"}  {app.ProvisioningState}\n");
            foreach (var revision in app.Revisions)
                text.Append(CultureInfo.InvariantCulture,
                    $"  {revision.Weight,3} %  {revision.Name}  {revision.RunningState}, {revision.HealthState}, {revision.Replicas} replica{(revision.Replicas == 1 ? "" : "s")}\n");
        }

        return text.ToString();
    }
}
