using Frostline.Delivery.Settings;
using Npgsql;

namespace Frostline.Backups.Servers;

/// <summary>The server of a database, with all its databases; failures to reach it are told in words and without the password.</summary>
internal sealed class DatabaseServer
{
    private readonly NpgsqlConnectionStringBuilder settings;

    public DatabaseServer(Secret connectionString)
    {
        try
        {
            settings = new(connectionString.Reveal()) { Pooling = false, ApplicationName = "frostline backup", CommandTimeout = 0, KeepAlive = 30 };
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            // The parser's message may quote a part of the password.
            throw new BackupException("The connection string of the database cannot be read. Give 'Host=…;Port=…;Database=…;Username=…;Password=…'.");
        }
    }

    /// <summary>The database that the connection string names.</summary>
    public string Database => settings.Database ?? settings.Username ?? "";

    public string Host => settings.Host ?? "localhost";

    public int Port => settings.Port;

    public string User => settings.Username ?? "";

    public Secret? Password => settings.Password is { } password ? new(password) : null;

    public SslMode SslMode => settings.SslMode;

    public string? RootCertificate => settings.RootCertificate;

    /// <summary>Connection string of another of its databases.</summary>
    public Secret ConnectionTo(string database) => new(new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Database = database }.ConnectionString);

    public override string ToString() => $"{Host}:{Port}";

    /// <summary>A connection to one of its databases.</summary>
    /// <exception cref="BackupException">It is not there, or the server does not answer or refuses.</exception>
    public async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(ConnectionTo(database).Reveal());
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            throw InWords(failure, database) ?? failure;
        }
    }

    private BackupException? InWords(Exception failure, string database) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => new($"{database} at {this}: the server has no such database. Correct the name.", failure),
        PostgresException refused => new($"{database} at {this}: the server refused the connection: {refused.MessageText} (SQL state {refused.SqlState}).", failure),
        NpgsqlException or TimeoutException =>
            new($"{database} at {this}: no PostgreSQL server answers ({(failure.InnerException ?? failure).Message}). Start it, or correct host and port.", failure),
        _ => null,
    };
}
