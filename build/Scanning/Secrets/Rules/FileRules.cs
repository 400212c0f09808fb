using System.Text;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Secrets.Rules;

/// <summary>Files of programs that keep passwords in a form of their own.</summary>
internal static class FileRules
{
    private const string Family = "file";

    public static IReadOnlyList<SecretRule> All { get; } =
    [
        new("npmrc", Family, "Password or token of a package registry", @"(_authToken|_password|_auth)\s*=\s*[""']?(?<secret>[^\s""'$]{8,})") { Keywords = ["_authtoken", "_password", "_auth"], Files = Named(".npmrc", "npmrc", ".yarnrc") },
        new("nuget-password", Family, "Password of a package feed", @"key\s*=\s*""ClearTextPassword""\s+value\s*=\s*""(?<secret>[^""%$]{4,})""") { Keywords = ["cleartextpassword"] },
        new("docker-auth", Family, "Login of a container registry", @"""auth""\s*:\s*""(?<secret>[A-Za-z0-9+/]{8,}={0,2})""") { Keywords = ["\"auth\""], Shaped = true, Holds = candidate => IsLogin(candidate.Value) },
        new("basic-auth", Family, "Name and password of a request", @"Authorization[""']?\s*[:=,]\s*[""']?Basic\s+(?<secret>[A-Za-z0-9+/]{8,}={0,2})") { Keywords = ["basic "], Shaped = true, Severity = Severity.High, Holds = candidate => IsLogin(candidate.Value) },
        new("curl-login", Family, "Name and password of a request", @"curl\b[^\n]*\s(-u|--user)[\s=]+[""']?[^:\s""']{1,64}:(?<secret>[^\s""'$]{4,})") { Keywords = ["curl "], Severity = Severity.High },
        new("pgpass", Family, "Password of PostgreSQL", @"^[^:#\s]+:(\d{1,5}|\*):[^:\n]{0,64}:[^:\n]{1,64}:(?<secret>[^\s]+)") { Files = Named(".pgpass", "pgpass.conf", "pgpass") },
        new("netrc", Family, "Password of a login", @"(^|\s)password\s+(?<secret>\S{3,})") { Files = Named(".netrc", "_netrc", "netrc") },
        new("git-credentials", Family, "Password of a git remote", @"^[a-z]{3,6}://[^:/\s]+:(?<secret>[^@\s]{3,})@") { Files = Named(".git-credentials", "git-credentials") },
        new("htpasswd", Family, "Hash of a password", @"^[^:\s#]+:(\$(apr1|2[aby]|1|5|6|y)\$|\{S?SHA\})(?<secret>[^\s:]{10,})") { Files = Named(".htpasswd", "htpasswd", "shadow", ".htdigest"), Shaped = true, Severity = Severity.High },
    ];

    /// <summary>Key stores are found by their names: nobody can see what is in them.</summary>
    public static Finding? KeyStore(string path) => Path.GetExtension(path).ToLowerInvariant() is ".pfx" or ".p12" or ".jks" or ".keystore" or ".ppk" or ".kdbx" or ".publishsettings"
        ? new("secrets", "key-store", Severity.High, new(path), "A key store is in the tree.", "Keep it in Key Vault; remove it here, and replace its keys: history keeps them.") { References = ["CWE-798"] }
        : null;

    private static Func<string, bool> Named(params string[] names) => path =>
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        foreach (var known in names)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    };

    private static bool IsLogin(string base64)
    {
        Span<byte> bytes = stackalloc byte[1024];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
            return false;
        var text = Encoding.UTF8.GetString(bytes[..length]);
        return text.IndexOf(':') is > 0 and var colon && text.Length - colon > 3 && text.All(character => character is > ' ' and < '\u007f') && !Placeholder.Is(text[(colon + 1)..]);
    }
}
