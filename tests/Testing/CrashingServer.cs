namespace Testing;

/// <summary>A server of a test class's own: the one of the assembly serves others, and may not crash.</summary>
public sealed class CrashingServer : IAsyncDisposable
{
    public PostgresServer Server { get; } = new();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
