namespace Frostline.Delivery.Platforms;

/// <summary>Where LocalAzure of a checkout is.</summary>
/// <param name="StateFolder">The checkout's <c>.local</c> folder.</param>
/// <param name="ProgramFolder">Folder of the built <c>LocalAzure.dll</c>; it is copied before it runs, so it may be rebuilt at any time.
/// Null or missing when only a running instance is of interest.</param>
public sealed record LocalAzureLocation(string StateFolder, string? ProgramFolder)
{
    /// <summary>How long LocalAzure may take to answer after its start. Default two minutes.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long LocalAzure may take to stop everything. Default 70 seconds: it gives itself one minute.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(70);
}
