using Frostline.Delivery.Platforms;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>What runs in an environment now.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Platform"><c>local</c> or <c>azure</c>.</param>
/// <param name="Management">Address of the management API.</param>
/// <param name="Page">The page for people, or null.</param>
/// <param name="Apps">Apps of the environment's services that exist.</param>
public sealed record EnvironmentStatus(string Environment, string Platform, Uri Management, Uri? Page, IReadOnlyList<AppStatus> Apps)
{
    /// <summary>Reads the status; changes nothing.</summary>
    public static Task<EnvironmentStatus> ReadAsync(
        IPlatform platform, PipelineSettings settings, string environment, CancellationToken cancellation) => throw new NotSupportedException();
}

/// <summary>One app.</summary>
/// <param name="Service">The service in the settings.</param>
/// <param name="App">The container app.</param>
/// <param name="ProvisioningState">State of its last change.</param>
/// <param name="Release">Tag <c>frostline-release</c>, or null before the first rollout ended.</param>
/// <param name="Host">Public host name.</param>
/// <param name="Port">LocalAzure's plain port, or null.</param>
/// <param name="Url">Address to open.</param>
/// <param name="Revisions">Active revisions and those with traffic, newest first.</param>
public sealed record AppStatus(
    string Service, string App, string ProvisioningState, string? Release, string? Host, int? Port, Uri? Url, IReadOnlyList<RevisionStatus> Revisions);

/// <summary>One revision.</summary>
public sealed record RevisionStatus(
    string Name, string? Release, bool Active, int Weight, int Replicas, string RunningState, string HealthState, string? Host, string? Label);
