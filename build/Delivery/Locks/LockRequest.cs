using Frostline.Delivery.Platforms;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Locks;

/// <summary>Which lock, where, and what for.</summary>
public sealed record LockRequest
{
    public required IPlatform Platform { get; init; }

    public required PipelineSettings Settings { get; init; }

    /// <summary>Name of the environment in the settings.</summary>
    public required string Environment { get; init; }

    /// <summary>What the holder does, such as <c>DeployStaging</c>; shown to whoever is refused.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>The page of this run on a build server, or null.</summary>
    public string? RunUrl { get; init; }

    /// <summary>How often the holder says that it lives. Default 20 s.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long after its last sign of life others wait before they take the lock over. Default 2 minutes.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(2);
}
