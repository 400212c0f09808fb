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

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!Directory.Exists(folder))
                return;
            postgres ??= await ChooseAsync(cancellationToken);
            await postgres.StopAsync(cancellationToken);
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
