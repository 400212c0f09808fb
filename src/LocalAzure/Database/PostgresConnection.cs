using System.Text;
using Npgsql;

namespace LocalAzure.Database;

/// <summary>Talks to a server as its owner.</summary>
internal static class PostgresConnection
{
    public const string User = "frostline";

    private const int LongestName = 63;

    public static string StringFor(DatabaseServerAddress address, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = address.Host,
        Port = address.Port,
        Username = address.User,
        Password = File.ReadAllText(address.PasswordFile).Trim(),
        Database = database,
    }.ConnectionString;

    public static async Task<NpgsqlConnection> OpenAsync(DatabaseServerAddress address, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(StringFor(address, "postgres")) { Pooling = false, Timeout = 5, CommandTimeout = 30 };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="DatabaseServerException">The name cannot be one: it is cut silently when it is too long.</exception>
    public static async Task CreateDatabaseAsync(DatabaseServerAddress address, string name, CancellationToken cancellationToken)
    {
        if (name.Length == 0 || name.Contains('\0') || Encoding.UTF8.GetByteCount(name) > LongestName)
            throw new DatabaseServerException($"database '{name}': not a name. Give 1 to {LongestName} bytes.");
        await using var connection = await OpenAsync(address, cancellationToken);
        await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection);
        exists.Parameters.Add(new NpgsqlParameter { Value = name });
        if (await exists.ExecuteScalarAsync(cancellationToken) is not null)
            return;
        try
        {
            await using var create = new NpgsqlCommand($"CREATE DATABASE {new NpgsqlCommandBuilder().QuoteIdentifier(name)}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Somebody else made it in between, as was wanted.
        }
    }
}
