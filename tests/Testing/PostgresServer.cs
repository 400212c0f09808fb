using System.Diagnostics;
using LocalAzure.Database;
using Npgsql;

namespace Testing;

/// <summary>
/// A real PostgreSQL server for one test process: started at the first call, without durability, gone with its files when disposed,
/// or soon after the process was killed. Fit for an xunit assembly, collection or class fixture.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Names a file with the statements of a schema, as <c>pg_dump --schema-only</c> writes it: what databases are made with then.</summary>
    public const string SchemaVariable = "FROSTLINE_TEST_SCHEMA";

    private const string Template = "given";

    private readonly TemporaryFolder folder = new("postgres");
    private readonly Lazy<Task<PostgresCluster>> cluster;
    private readonly Lazy<Task> template;
    private Undertaker? undertaker;
    private int databases;

    public PostgresServer()
    {
        cluster = new(StartAsync);
        template = new(MakeTemplateAsync);
    }

    /// <summary>Whether databases have the schema that they are tried on, and no test is to make another.</summary>
    public static bool GivesSchema => Given is not null;

    /// <summary>The file that databases are made with; null for empty ones. Default what the variable says.</summary>
    internal string? Schema { get; init; } = Given;

    private static string? Given => Environment.GetEnvironmentVariable(SchemaVariable) is { Length: > 0 } file ? file : null;

    /// <summary>Connection string of a new database: empty, or with the schema that <see cref="SchemaVariable"/> names.</summary>
    /// <exception cref="InvalidOperationException">No PostgreSQL on this machine, and it could not be installed: names the package.</exception>
    public async Task<string> CreateDatabaseAsync()
    {
        if (Schema is null)
            return await CreateEmptyDatabaseAsync();
        await template.Value;
        var name = NextName();
        await using var connection = await PostgresConnection.OpenAsync((await cluster.Value).Address, CancellationToken.None);
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {Template}", connection);
        await create.ExecuteNonQueryAsync();
        return await StringForAsync(name);
    }

    /// <summary>Connection string of a new, empty database, whatever schema is given.</summary>
    /// <exception cref="InvalidOperationException">No PostgreSQL on this machine, and it could not be installed: names the package.</exception>
    public async Task<string> CreateEmptyDatabaseAsync()
    {
        var name = NextName();
        await (await cluster.Value).CreateDatabaseAsync(name, CancellationToken.None);
        return await StringForAsync(name);
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

    private string NextName() => $"test{Interlocked.Increment(ref databases)}";

    private async Task<string> StringForAsync(string name) => $"{PostgresConnection.StringFor((await cluster.Value).Address, name)};Maximum Pool Size=20";

    private async Task MakeTemplateAsync()
    {
        var server = await cluster.Value;
        await server.CreateDatabaseAsync(Template, CancellationToken.None);
        await using var connection = new NpgsqlConnection($"{PostgresConnection.StringFor(server.Address, Template)};Pooling=false");
        await connection.OpenAsync();
        await using var make = new NpgsqlCommand(await File.ReadAllTextAsync(Schema!), connection);
        await make.ExecuteNonQueryAsync();
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
