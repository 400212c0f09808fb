using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace LocalAzure.Database;

/// <summary>The server in a container, for machines with a Docker engine and no PostgreSQL of their own. Data stay in the folder.</summary>
internal sealed class PostgresContainer(string folder, int port) : IPostgres
{
    private const string Image = "postgres:17";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(1);

    private readonly ClusterFolder files = new(folder, new ServerAccount(null));
    private readonly string name = "frostline-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16];

    public DatabaseServerAddress Address => new("127.0.0.1", port, PostgresConnection.User, files.PasswordFile);

    public static async Task<bool> EngineAnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await Docker("info").TryAsync(cancellationToken)).ExitCode == 0;
        }
        catch (DatabaseServerException)
        {
            return false;
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var home = await files.PrepareAsync(cancellationToken);
        files.EnsurePassword();
        if ((await Docker("start", name).TryAsync(cancellationToken)).ExitCode != 0)
            await RunAsync(home, cancellationToken);
        await WaitAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // SIGINT is the fast mode; the container is made anew at the next start, its data are not in it.
        await Docker("kill", "--signal=INT", name).TryAsync(cancellationToken);
        await Docker("wait", name).TryAsync(cancellationToken);
        await Docker("rm", "--force", name).TryAsync(cancellationToken);
    }

    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        files.Delete();
    }

    private async Task RunAsync(string home, CancellationToken cancellationToken)
    {
        var run = Docker(
            "run", "--detach", "--name", name, "--publish", $"127.0.0.1:{port}:5432",
            "--volume", $"{home}:/var/lib/postgresql/data", "--volume", $"{files.PasswordFile}:/run/password:ro",
            "--env", $"POSTGRES_USER={PostgresConnection.User}", "--env", "POSTGRES_PASSWORD_FILE=/run/password",
            Image, "-c", "shared_buffers=32MB", "-c", "max_connections=100");
        await (run with { Deadline = TimeSpan.FromMinutes(10) }).RunAsync(cancellationToken);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartDeadline);
        while (true)
        {
            try
            {
                await using var connection = await PostgresConnection.OpenAsync(Address, limit.Token);
                return;
            }
            catch (NpgsqlException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw await NeverAnsweredAsync(exception, cancellationToken);
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw await NeverAnsweredAsync(exception, cancellationToken);
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }

    private async Task<DatabaseServerException> NeverAnsweredAsync(Exception cause, CancellationToken cancellationToken)
    {
        var (_, log) = await Docker("logs", "--tail", "10", name).TryAsync(cancellationToken);
        return new($"PostgreSQL in container {name} did not answer on 127.0.0.1:{port} within {StartDeadline.TotalSeconds:0} s: {log}", cause);
    }

    private static PostgresCommand Docker(params string[] arguments) => new("docker", arguments);
}
