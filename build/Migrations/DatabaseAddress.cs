using Frostline.Delivery.Settings;
using Npgsql;

namespace Frostline.Migrations;

/// <summary>A database and how it is reached; failures to reach it are told in words and without the password.</summary>
internal sealed class DatabaseAddress
{
    /// <summary>What the names of sessions that work under the migration lock begin with.</summary>
    public const string WorkName = "under lock: ";

    /// <summary>The server has the first word on how long a statement may run.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly NpgsqlConnectionStringBuilder settings;

    public DatabaseAddress(Secret connectionString, MigrationOptions options)
    {
        try
        {
            // Not pooled: what was opened is gone when closed, and no idle session outlives the migration.
            settings = new(connectionString.Reveal())
            {
                Pooling = false,
                ApplicationName = $"frostline migrate {options.Owner}",
                CommandTimeout = (int)(options.StatementTimeout + Grace).TotalSeconds,
                KeepAlive = 30,
            };
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            // The parser's message may quote a part of the password.
            throw new MigrationException("The connection string of the database cannot be read. Give 'Host=…;Port=…;Database=…;Username=…;Password=…'.");
        }
    }

    private DatabaseAddress(NpgsqlConnectionStringBuilder settings) => this.settings = settings;

    /// <summary>Another database of the same server.</summary>
    public DatabaseAddress On(string database) => new(new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Database = database });

    public override string ToString() => $"{settings.Database} at {settings.Host}:{settings.Port}";

    public Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => OpenAsync(settings.ConnectionString, cancellationToken);

    /// <summary>Opens a session for what is done under the migration lock: whoever holds the lock next may end it.</summary>
    public Task<NpgsqlConnection> OpenWorkAsync(CancellationToken cancellationToken) =>
        OpenAsync(new NpgsqlConnectionStringBuilder(settings.ConnectionString) { ApplicationName = $"{WorkName}{settings.ApplicationName}" }.ConnectionString, cancellationToken);

    private async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            throw InWords(failure) ?? failure;
        }
    }

    private MigrationException? InWords(Exception failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            new($"{this}: the server refused user '{settings.Username}'. Correct user name and password.", failure),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            new($"{this}: the server has no such database. Create it first.", failure),
        PostgresException refused =>
            new($"{this}: the server refused the connection: {refused.MessageText} (SQL state {refused.SqlState}).", failure),
        NpgsqlException or TimeoutException =>
            new($"{this}: no PostgreSQL server answers ({(failure.InnerException ?? failure).Message}). Start it, or correct host and port.", failure),
        _ => null,
    };
}
