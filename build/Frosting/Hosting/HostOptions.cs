namespace Frostline.Hosting;

/// <summary>What a program may change about the host: <c>services.AddSingleton(new HostOptions { … })</c>.</summary>
public sealed record HostOptions
{
    /// <summary>How long tasks have to stop after a signal before the run goes on to Teardown without them. 30 seconds unless told otherwise.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Every argument of the tasks. They are shown by <c>--help</c>, and any other one is refused. Default none: then every argument is
    /// taken, as in Cake, a mistyped one too. Settings of Cake, whose names have an underscore, are always taken.
    /// </summary>
    public IReadOnlyList<TaskArgument> Arguments { get; init; } = [];
}
