namespace Frostline.Hosting;

/// <summary>What a program may change about the host: <c>services.AddSingleton(new HostOptions { … })</c>.</summary>
public sealed record HostOptions
{
    /// <summary>How long tasks have to stop after a signal before the run goes on to Teardown without them. 30 seconds unless told otherwise.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(30);
}
