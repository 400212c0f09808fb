namespace Frostline.Hosting;

/// <summary>The end of a run before its time. Inject it into the context and hand its token to everything that waits.</summary>
public interface IRunCancellation
{
    /// <summary>Cancelled by the first SIGINT or SIGTERM. Tasks then have the grace period of <see cref="HostOptions"/> to stop.</summary>
    CancellationToken Token { get; }
}
