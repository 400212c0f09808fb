using System.Diagnostics;
using Npgsql;

namespace LocalAzure.Database;

/// <summary>One cluster for all of these: each leaves it running.</summary>
public sealed class PostgresRecoveryTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_AfterStop_FindsDataAgain()
    {
        await running.Cluster.CreateDatabaseAsync("kept", token);

        await running.Again().StopAsync(token);
        await Should.ThrowAsync<NpgsqlException>(running.ProcessIdAsync);
        await running.Cluster.StartAsync(token);

        (await running.ScalarAsync<long>("SELECT count(*) FROM pg_database WHERE datname = 'kept'")).ShouldBe(1);
    }

    [Fact]
    public async Task Start_AfterServerWasKilled_Recovers()
    {
        using var server = Process.GetProcessById(await running.ProcessIdAsync());
        server.Kill();
        await server.WaitForExitAsync(token);

        await running.Cluster.StartAsync(token);

        (await running.ProcessIdAsync()).ShouldNotBe(server.Id);
    }

    [Fact]
    public async Task Start_WhenProcessNumberWentToSomebodyElse_LeavesThemAlone()
    {
        var mark = Postmaster.FileIn(await running.DataFolderAsync());
        using var server = Process.GetProcessById(await running.ProcessIdAsync());
        server.Kill();
        await server.WaitForExitAsync(token);
        using var somebody = Process.Start("sleep", "60");
        var lines = await File.ReadAllLinesAsync(mark, token);
        lines[0] = $"{somebody.Id}";
        await File.WriteAllLinesAsync(mark, lines, token);

        await running.Cluster.StopAsync(token);
        await running.Cluster.StartAsync(token);

        somebody.HasExited.ShouldBeFalse();
        somebody.Kill();
        (await running.ProcessIdAsync()).ShouldBeGreaterThan(0);
    }
}
