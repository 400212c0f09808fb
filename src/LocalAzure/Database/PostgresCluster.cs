using Npgsql;

namespace LocalAzure.Database;

/// <summary>
/// A PostgreSQL cluster of one folder, served on one loopback port and no socket file. The server outlives the program that started
/// it, and is adopted by the next one: what proves it ours is that it knows the random password.
/// </summary>
/// <param name="folder">Absolute path; made when it is not there.</param>
/// <param name="port">Loopback port.</param>
internal sealed class PostgresCluster(string folder, int port) : IPostgres
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(20);

    private readonly ServerAccount account = ServerAccount.Choose();
    private readonly ClusterFolder files = new(folder, ServerAccount.Choose());

    /// <summary>Whether commits survive a crash of the machine. Default true; tests do without.</summary>
    public bool Durable { get; init; } = true;

    public DatabaseServerAddress Address => new("127.0.0.1", port, PostgresConnection.User, files.PasswordFile);

    /// <summary>What the server wrote; null when no cluster was made yet.</summary>
    public string? LogFile => files.Home is { } home ? Path.Combine(home, "server.log") : null;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var home = await files.PrepareAsync(cancellationToken);
        var data = Path.Combine(home, "data");
        var password = files.EnsurePassword();
        var binaries = await ChooseBinariesAsync(data, cancellationToken);
        if (!Directory.Exists(data))
            await InitializeAsync(binaries, data, password, cancellationToken);
        if (await AnswersAsync(cancellationToken))
            return;
        await ClearAsync(binaries, data, cancellationToken);
        await LaunchAsync(binaries, data, cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (files.Home is not { } home || !Directory.Exists(home))
            return;
        var data = Path.Combine(home, "data");
        if (Postmaster.Read(data) is { IsRunning: true })
            await ShutDownAsync(await ChooseBinariesAsync(data, cancellationToken), data, cancellationToken);
    }

    public Task CreateDatabaseAsync(string name, CancellationToken cancellationToken) =>
        PostgresConnection.CreateDatabaseAsync(Address, name, cancellationToken);

    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        if (files.Home is { } home)
            await account.Command("rm", "-rf", home).TryAsync(cancellationToken);
        files.Delete();
    }

    /// <summary>The newest, or, for data that are there, the version that made them: no other can read them.</summary>
    private static async Task<PostgresBinaries> ChooseBinariesAsync(string data, CancellationToken cancellationToken)
    {
        var found = await PostgresBinaries.FindAsync(cancellationToken);
        if (found.Count == 0)
            throw new DatabaseServerException("PostgreSQL: no server on this machine. Install it, on Debian with: apt-get install postgresql.");
        var version = Path.Combine(data, "PG_VERSION");
        if (!File.Exists(version))
            return found[0];
        var major = (await File.ReadAllTextAsync(version, cancellationToken)).Trim();
        return found.FirstOrDefault(binaries => $"{binaries.Major}" == major) ?? throw new DatabaseServerException(
            $"{data}: made by PostgreSQL {major}, which is not on this machine (found: {string.Join(", ", found.Select(binaries => binaries.Major))}). " +
            $"Install it, on Debian with: apt-get install postgresql-{major}. Or delete the folder to begin with no data.");
    }

    /// <summary>Makes the cluster beside its place and moves it there, so that an interrupted one is never taken for whole.</summary>
    private async Task InitializeAsync(PostgresBinaries binaries, string data, string password, CancellationToken cancellationToken)
    {
        // The pipe is made by cat on this side of the change of accounts: initdb could not open one that belongs to root.
        const string script =
            "rm -rf \"$2.new\" && cat | \"$1\" -D \"$2.new\" -U \"$3\" --pwfile=/dev/stdin --auth-local=reject --auth-host=scram-sha-256 " +
            "--encoding=UTF8 --no-locale $4 && mv \"$2.new\" \"$2\"";
        var initialize = account.Shell(script, binaries.Initdb, data, PostgresConnection.User, Durable ? "" : "--no-sync");
        await (initialize with { Input = password + "\n" }).RunAsync(cancellationToken);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await PostgresConnection.OpenAsync(Address, cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>Puts away what stands in the way of a start; a crashed server's own mark is left to the server, which knows better.</summary>
    private async Task ClearAsync(PostgresBinaries binaries, string data, CancellationToken cancellationToken)
    {
        var postmaster = Postmaster.Read(data);
        if (postmaster is { IsRunning: true })
            await ShutDownAsync(binaries, data, cancellationToken);
        else if (postmaster is { NumberIsTaken: true })
            File.Delete(Postmaster.FileIn(data));
    }

    private async Task LaunchAsync(PostgresBinaries binaries, string data, CancellationToken cancellationToken)
    {
        var log = LogFile!;
        var start = account.Command(
            binaries.Control, "start", "-D", data, "-l", log, "-w", "-t", $"{StartDeadline.TotalSeconds:0}", "-s", "-o", ServerOptions());
        // A server that was killed leaves children that end when they notice; until then the next one is refused.
        for (var attempt = 1; ; attempt++)
        {
            var (exitCode, output) = await start.TryAsync(cancellationToken);
            if (exitCode == 0)
                break;
            if (attempt == 5)
                throw new DatabaseServerException($"PostgreSQL did not start on 127.0.0.1:{port}: {output}\n{Tail(log)}\nThe whole log: {log}.");
            await Task.Delay(TimeSpan.FromSeconds(0.5), cancellationToken);
        }

        if (!await AnswersAsync(cancellationToken))
            throw new DatabaseServerException(
                $"PostgreSQL runs on 127.0.0.1:{port}, but refuses the password in {files.PasswordFile}. Delete {folder} to begin with no data.");
    }

    private async Task ShutDownAsync(PostgresBinaries binaries, string data, CancellationToken cancellationToken)
    {
        PostgresCommand Stop(string mode) =>
            account.Command(binaries.Control, "stop", "-D", data, "-m", mode, "-w", "-t", $"{StopDeadline.TotalSeconds:0}", "-s");

        var (exitCode, _) = await Stop("fast").TryAsync(cancellationToken);
        if (exitCode != 0 && Postmaster.Read(data) is { IsRunning: true })
            await Stop("immediate").RunAsync(cancellationToken);
    }

    private string ServerOptions()
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1", $"port={port}", "unix_socket_directories=", "shared_buffers=32MB", "max_connections=100",
            "log_checkpoints=off", .. Durable ? Array.Empty<string>() : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
        ];
        return string.Join(' ', settings.Select(setting => $"-c {setting}"));
    }

    private static string Tail(string log) => File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(10)) : "";
}
