using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Platforms;

/// <summary>Chooses and connects the platform.</summary>
public static class Platform
{
    /// <summary>Connects to the platform that <c>--cloud</c> names, starting LocalAzure when it is needed and not running.</summary>
    /// <param name="cloud"><c>local</c> or <c>azure</c>.</param>
    /// <param name="local">Where LocalAzure is; used for <c>local</c>.</param>
    /// <param name="cancellation">Ends the wait for LocalAzure.</param>
    /// <exception cref="SettingsException">No such platform.</exception>
    /// <exception cref="DeliveryException">LocalAzure did not start; says why and names its log.</exception>
    public static async Task<IPlatform> ConnectAsync(string cloud, LocalAzureLocation local, CancellationToken cancellation) => cloud switch
    {
        "local" => await LocalAzureProgram.EnsureRunningAsync(local, cancellation),
        "azure" => new AzurePlatform(TimeProvider.System),
        _ => throw new SettingsException([new("--cloud", cloud, "is not a platform", Nearest.Remedy(cloud, ["local", "azure"]))]),
    };
}
