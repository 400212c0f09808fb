using System.Data;
using Frostline.Backups.Contents;
using Frostline.Backups.Folders;
using Frostline.Backups.Sealing;
using Npgsql;

namespace Frostline.Backups.Servers;

/// <summary>A backup as it is taken: pg_dump and the count of what it should hold see one and the same snapshot.</summary>
internal sealed class Dump(BackupSite site, BackupFolder folder, BackupKey key)
{
    public async Task<BackupManifest> TakeAsync(CancellationToken cancellationToken)
    {
        var server = site.Server;
        var at = site.Time.GetUtcNow();
        var id = BackupId.Of(server.Database, at);
        var start = site.Time.GetTimestamp();
        await using var connection = await server.OpenAsync(server.Database, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var snapshot = (string)(await AskAsync(connection, "SELECT pg_export_snapshot()", cancellationToken))!;
        var manifest = await DescribeAsync(connection, id, at, cancellationToken);

        // The snapshot lives as long as this transaction, and pg_dump takes it over early; still both read to their end.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var dumping = WriteAsync(id, snapshot, ending.Token);
        var reading = new ContentReader(connection).ReadAsync(ending.Token);
        try
        {
            await FirstFailure.OfAsync(ending, dumping, reading);
            var (file, content) = (await dumping, await reading);
            var taken = manifest with { ArchiveBytes = file.PlainBytes, FileBytes = file.Bytes, Sha256 = file.Sha256, Content = content, DumpSeconds = site.SecondsSince(start) };
            await folder.WriteAsync(taken, cancellationToken);
            return taken;
        }
        catch
        {
            folder.Delete(id);
            throw;
        }
    }

    private async Task<SealedContent> WriteAsync(string id, string snapshot, CancellationToken cancellationToken)
    {
        using var password = new PasswordFile(site.Server, site.Work);
        return await folder.WriteFileAsync(id, site.Work, file => new DumpProcess(site.Tools, site.Server, password).RunAsync(
            snapshot, (archive, token) => SealedStream.WriteAsync(archive, file, key, token), site.Time, cancellationToken));
    }

    private async Task<BackupManifest> DescribeAsync(NpgsqlConnection connection, string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        const string locale = "SELECT pg_encoding_to_char(encoding) || E'\\n' || datcollate || E'\\n' || datctype FROM pg_database WHERE datname = current_database()";
        var told = ((string)(await AskAsync(connection, locale, cancellationToken))!).Split('\n');
        return new()
        {
            Id = id,
            Database = site.Server.Database,
            TakenAt = at,
            Server = connection.PostgreSqlVersion.ToString(),
            Tool = site.Tools.Version,
            Locale = new(told[0], told[1], told[2]),
            MigrationHead = await HeadAsync(connection, cancellationToken),
            ArchiveBytes = 0,
            FileBytes = 0,
            Sha256 = "",
            Content = new([], []),
            DumpSeconds = 0,
        };
    }

    private static async Task<string?> HeadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await AskAsync(connection, """SELECT to_regclass('"__EFMigrationsHistory"') IS NOT NULL""", cancellationToken) is true
            ? await AskAsync(connection, """SELECT max("MigrationId") FROM "__EFMigrationsHistory" """, cancellationToken) as string
            : null;

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
