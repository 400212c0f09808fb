namespace LocalAzure.Database;

/// <summary>Runs the server with the machine's own binaries, or else with its Docker engine.</summary>
internal sealed class DatabaseServer(LocalAzureOptions options) : IDatabaseServer, IDisposable
{
    private readonly string folder = Path.Combine(options.StateFolder, "database");
    private readonly SemaphoreSlim gate = new(1, 1);
    private IPostgres? postgres;

    public async Task<DatabaseServerAddress> StartAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            postgres ??= await ChooseAsync(cancellationToken);
            await postgres.StartAsync(cancellationToken);
            return postgres.Address;
        }
        finally
        {
            gate.Release();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => EndAsync(server => server.StopAsync(cancellationToken), cancellationToken);

    public Task RemoveAsync(CancellationToken cancellationToken) => EndAsync(server => server.RemoveAsync(cancellationToken), cancellationToken);

    private async Task EndAsync(Func<IPostgres, Task> end, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!Directory.Exists(folder))
                return;
            postgres ??= await ChooseAsync(cancellationToken);
            await end(postgres);
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task CreateDatabaseAsync(string name, CancellationToken cancellationToken) =>
        await PostgresConnection.CreateDatabaseAsync(await StartAsync(cancellationToken), name, cancellationToken);

    public void Dispose() => gate.Dispose();

    private async Task<IPostgres> ChooseAsync(CancellationToken cancellationToken)
    {
        if ((await PostgresBinaries.FindAsync(cancellationToken)).Count > 0)
            return new PostgresCluster(folder, options.DatabasePort);
        if (await PostgresContainer.EngineAnswersAsync(cancellationToken))
            return new PostgresContainer(folder, options.DatabasePort);
        throw new DatabaseServerException(
            "PostgreSQL: neither a server nor a Docker engine on this machine. Install one, on Debian with: apt-get install postgresql.");
    }
}
