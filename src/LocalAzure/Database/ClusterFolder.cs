using System.Security.Cryptography;
using System.Text;
using LocalAzure.State;

namespace LocalAzure.Database;

/// <summary>
/// Where the cluster's files are. Its own folder, readable by its owner only, holds the password; the data are beside it, or, when
/// the account that the server runs as cannot get there, in a folder of that account under <c>/var/tmp</c>, noted in <c>location</c>.
/// </summary>
internal sealed class ClusterFolder(string folder, ServerAccount account)
{
    private const UnixFileMode Traversable = OwnerOnly.FolderMode | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string location = Path.Combine(folder, "location");

    public string PasswordFile { get; } = Path.Combine(folder, "password");

    /// <summary>The account's folder; null when none was made yet.</summary>
    public string? Home => File.Exists(location) ? File.ReadAllText(location).Trim() : null;

    public async Task<string> PrepareAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder, Traversable);
        if (Home is { } known && Directory.Exists(known))
            return known;
        var home = await MakeHomeAsync(cancellationToken);
        AtomicFile.Write(location, home);
        return home;
    }

    public string EnsurePassword()
    {
        if (!File.Exists(PasswordFile))
            AtomicFile.Write(PasswordFile, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        return File.ReadAllText(PasswordFile);
    }

    public void Delete()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private async Task<string> MakeHomeAsync(CancellationToken cancellationToken)
    {
        var beside = Path.Combine(folder, "cluster");
        if (account.Name is null)
            return OwnerOnly.CreateFolder(beside);

        var (unreachable, _) = await account.Command("test", "-x", folder).TryAsync(cancellationToken);
        if (unreachable == 0)
        {
            await new PostgresCommand("install", ["-d", "-m", "700", "-o", account.Name, beside]).RunAsync(cancellationToken);
            return beside;
        }

        // Named by the folder it stands in for, so that what a deleted checkout left behind is found; made by mktemp, because
        // anybody may make folders there beforehand.
        var name = "frostline-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16];
        await account.Shell("find /var/tmp -maxdepth 1 -name \"$1-*\" -user \"$(id -un)\" -exec rm -rf {} +", name).RunAsync(cancellationToken);
        return await account.Shell("umask 077; mktemp -d \"/var/tmp/$1-XXXXXX\"", name).RunAsync(cancellationToken);
    }
}
