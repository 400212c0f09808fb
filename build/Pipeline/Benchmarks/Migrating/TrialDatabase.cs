using Frostline.Delivery;
using Frostline.Delivery.Settings;
using Npgsql;

namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>A database of a part's own, on the server that serves staging. Gone when disposed; when its run was killed, the next one drops it.</summary>
internal sealed class TrialDatabase : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly Secret server;
    private TrialDatabase(Secret server, string name) =>
        (this.server, Name, Connection) = (server, name, new(new NpgsqlConnectionStringBuilder(server.Reveal()) { Database = name }.ConnectionString));

    public string Name { get; }

    public Secret Connection { get; }

    /// <exception cref="DeliveryException">There is no server.</exception>
    public static async Task<TrialDatabase> CreateAsync(BuildContext context, string part, CancellationToken cancellation)
    {
        var server = await (await context.PlatformAsync()).EnsureDatabaseAsync(context.Settings, context.Target.Name, cancellation);
        var database = new TrialDatabase(server, $"frostline_benchmark_{part}");
        await database.DropAsync(cancellation);
        await ExecuteAsync(server, $"CREATE DATABASE {database.Name} TEMPLATE template0", cancellation);
        return database;
    }

    public Task RunAsync(string sql, CancellationToken cancellation) => ExecuteAsync(Connection, sql, cancellation);

    public async Task<long> BytesAsync(CancellationToken cancellation) => (long)(await ExecuteAsync(Connection, "SELECT pg_database_size(current_database())", cancellation))!;

    public async ValueTask DisposeAsync()
    {
        using var deadline = new Deadline(TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None);
        try
        {
            await DropAsync(deadline.Token);
        }
        catch (Exception left) when (left is NpgsqlException or OperationCanceledException)
        {
            // The next run drops it; what led here is worth more than this.
        }
    }

    private async Task DropAsync(CancellationToken cancellation) => await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)", cancellation);

    private static async Task<object?> ExecuteAsync(Secret connection, string sql, CancellationToken cancellation)
    {
        await using var open = new NpgsqlConnection($"{connection.Reveal()};Pooling=false");
        await open.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, open) { CommandTimeout = (int)Patience.TotalSeconds };
        return await command.ExecuteScalarAsync(cancellation);
    }
}
