namespace LocalAzure.Database;

/// <summary>A PostgreSQL server in one of the ways this machine can run it.</summary>
internal interface IPostgres
{
    DatabaseServerAddress Address { get; }

    Task StartAsync(CancellationToken cancellationToken);

    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>Stops it and deletes everything: data, log and password.</summary>
    Task RemoveAsync(CancellationToken cancellationToken);
}
