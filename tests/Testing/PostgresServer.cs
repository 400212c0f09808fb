using System.Diagnostics;
using LocalAzure.Database;

namespace Testing;

/// <summary>
/// A real PostgreSQL server for one test process: started at the first call, without durability, gone with its files when disposed,
/// or soon after the process was killed. Fit for an xunit assembly, collection or class fixture.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new("postgres");
    private readonly Lazy<Task<PostgresCluster>> cluster;
    private Undertaker? undertaker;
    private int databases;

    public PostgresServer() => cluster = new(StartAsync);

    /// <summary>Connection string of a new, empty database.</summary>
    /// <exception cref="InvalidOperationException">No PostgreSQL on this machine, and it could not be installed: names the package.</exception>
    public async Task<string> CreateDatabaseAsync()
    {
        var server = await cluster.Value;
        var name = $"test{Interlocked.Increment(ref databases)}";
        await server.CreateDatabaseAsync(name, CancellationToken.None);
        return $"{PostgresConnection.StringFor(server.Address, name)};Maximum Pool Size=20";
    }

    /// <summary>Ends the server at once, as a crash does: nobody in it is waited for, and its files stay.</summary>
    public async Task CrashAsync()
    {
        var data = Path.Combine(Path.GetDirectoryName((await cluster.Value).LogFile)!, "data");
        using var kill = Process.Start("kill", ["-QUIT", $"{Postmaster.Read(data)!.ProcessId}"]);
        await kill.WaitForExitAsync();
        await Eventually.Is(() => Postmaster.Read(data) is not { IsRunning: true }, TimeSpan.FromMinutes(1));
    }

    /// <summary>Starts a server that crashed.</summary>
    public async Task StartAgainAsync() => await (await cluster.Value).StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (cluster.IsValueCreated && cluster.Value.IsCompletedSuccessfully)
            await (await cluster.Value).RemoveAsync(CancellationToken.None);
        undertaker?.Dispose();
        folder.Dispose();
    }

    private async Task<PostgresCluster> StartAsync()
    {
        await DebianPostgres.EnsureAsync();
        var started = new PostgresCluster(folder.Combine("database"), FreePort.Next()) { Durable = false };
        undertaker = new(folder.Path);
        await started.StartAsync(CancellationToken.None);
        return started;
    }
}
