using Frostline.Scanning.Dependencies;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Runtimes;

/// <summary>A place that decides on a version of .NET.</summary>
/// <param name="Place">Where.</param>
/// <param name="What">Who gets it, for people, such as <c>The image api</c>.</param>
/// <param name="Version">Of the runtime, or of the SDK.</param>
internal sealed record RuntimeUse(Place Place, string What, PackageVersion Version)
{
    /// <summary>It is an SDK: it compiles, and is not deployed.</summary>
    public bool IsSdk { get; init; }

    /// <summary>It was seen in an image.</summary>
    public bool IsPacked { get; init; }

    /// <summary>A newer one is taken where it is installed.</summary>
    public bool IsLeast { get; init; }

    /// <summary>For example <c>10.0</c>.</summary>
    public string Channel => string.Join('.', Version.ToString().Split('.').Take(2));
}
