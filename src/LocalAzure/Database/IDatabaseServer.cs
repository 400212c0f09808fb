namespace LocalAzure.Database;

/// <summary>The private PostgreSQL server of one state folder.</summary>
internal interface IDatabaseServer
{
    /// <summary>Starts the cluster, made anew when there is none; adopts one that still runs. Idempotent.</summary>
    /// <exception cref="DatabaseServerException">No server binaries, no engine, or it did not come up: says what to install or read.</exception>
    Task<DatabaseServerAddress> StartAsync(CancellationToken cancellationToken);

    /// <summary>Stops it in the fast mode: clients are cut off, data is kept.</summary>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>Stops it and deletes all databases, wherever they are kept.</summary>
    Task RemoveAsync(CancellationToken cancellationToken);

    /// <summary>Makes a database when there is none of that name.</summary>
    Task CreateDatabaseAsync(string name, CancellationToken cancellationToken);
}

/// <summary>Where the server answers: loopback only, password kept in a file only its owner can read.</summary>
internal sealed record DatabaseServerAddress(string Host, int Port, string User, string PasswordFile);

internal sealed class DatabaseServerException(string message, Exception? inner = null) : Exception(message, inner);
