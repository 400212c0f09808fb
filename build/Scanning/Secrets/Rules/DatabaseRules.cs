using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Secrets.Rules;

/// <summary>Passwords in connection strings and addresses.</summary>
internal static class DatabaseRules
{
    private const string Family = "connection";
    private const string Host = @"(Server|Data\s?Source|Host|Addr|Address|Network\sAddress|Endpoint)\s*=";
    private const string Password = @"(Password|Pwd)\s*=\s*";

    public static IReadOnlyList<SecretRule> All { get; } =
    [
        new("connection-string", Family, "Password in a connection string", $@"(^|[^A-Za-z]){Host}[^""'\n]+;\s*{Password}(?<secret>[^;""'\s{{}}\\,]{{4,}})")
        {
            Keywords = ["password=", "password =", "pwd=", "pwd ="], Severity = Severity.High, Holds = NotLocal,
        },
        new("connection-string", Family, "Password in a connection string", $@"(^|[^A-Za-z]){Password}(?<secret>[^;""'\s{{}}\\,]{{4,}});[^""'\n]*{Host}")
        {
            Keywords = ["password=", "password =", "pwd=", "pwd ="], Severity = Severity.High, Holds = NotLocal,
        },
        new("redis-password", Family, "Password of a Redis cache", @"[\w.-]+:\d{2,5},([^""'\s]*,)?password=(?<secret>[^,""'\s]{8,})")
        {
            Keywords = ["password="], Severity = Severity.High, Holds = NotLocal,
        },
        new("address-password", Family, "Password in an address", @"[a-z][a-z0-9+.-]{1,20}://[^:/\s""'@<>`|]{0,64}:(?<secret>[^@\s""'/<>{}$`|\\]{3,})@[\w\[(]")
        {
            Keywords = ["://"], Also = "@", Severity = Severity.High, Holds = candidate => NotLocal(candidate) && !IsPort(candidate.Value),
        },
    ];

    /// <summary>Passwords of a developer's own server, where any word does, open nothing elsewhere.</summary>
    private static bool NotLocal(Candidate candidate) =>
        Entropy.Of(candidate.Value) >= 3.2
        || !(candidate.Line.Contains("localhost", StringComparison.OrdinalIgnoreCase) || candidate.Line.Contains("127.0.0.1", StringComparison.Ordinal) || candidate.Line.Contains("host.docker.internal", StringComparison.Ordinal));

    private static bool IsPort(string value) => value.Length <= 5 && value.All(char.IsAsciiDigit);
}
