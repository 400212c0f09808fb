using System.Text.RegularExpressions;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Secrets.Rules;

/// <summary>Values whose name says that they are secret, and whose look does not deny it.</summary>
internal static partial class GenericRules
{
    private const string Name = @"(password|passwd|passphrase|pwd|secret|token|credential|(api|access|auth|signing|encryption|private|account|shared)[_.-]?key)";
    private const string Key = $@"[A-Za-z0-9_.:-]{{0,60}}{Name}[A-Za-z0-9_.-]{{0,40}}";
    private const string Value = @"(?<secret>[^\s""'`<>]{6,})";

    private static readonly string[] Keywords =
    [
        "password", "passwd", "passphrase", "pwd", "secret", "token", "credential", "api_key", "apikey", "api-key", "api.key", "access_key", "accesskey", "access-key", "auth_key", "authkey",
        "auth-key", "signing_key", "signingkey", "signing-key", "encryption_key", "encryptionkey", "encryption-key", "private_key", "privatekey", "private-key", "account_key", "accountkey",
        "shared_key", "sharedkey",
    ];

    public static IReadOnlyList<SecretRule> All { get; } =
    [
        Rule($@"{Key}[""'\]\)]{{0,3}}(\s*:?\s+(secure)?string\??)?\s{{0,20}}(={{1,3}}|:=?|=>|,)\s{{0,20}}[@$bur]?[""'`]{Value}[""'`]") with { Files = path => !IsLock(path) },
        Rule($@"(^|[\s{{;&""'])(export\s+|set\s+|ENV\s+|ARG\s+|-e\s+|--env\s+)?{Key}\s{{0,4}}[:=]\s{{0,4}}(?<secret>[^\s""'`<>#,;(){{}}]{{6,}})") with { Files = IsUnquoted },
        Rule($@"(key|name)\s*=\s*[""']{Key}[""']\s+value\s*=\s*[""']{Value}[""']") with { Files = path => !IsLock(path) },
        Rule($@"<{Key}>\s*{Value}\s*</") with { Files = path => !IsLock(path) },
        Rule($@"[""']?name[""']?\s*:\s*[""']?{Key}[""']?,?\s{{1,60}}[""']?value[""']?\s*:\s*[""']?{Value}") with { LookAhead = 260, Files = path => !IsLock(path) },
        new("bearer-token", "generic", "Token of a request", @"Bearer\s+(?<secret>[A-Za-z0-9_.~+/-]{20,}={0,2})") { Keywords = ["bearer "], Severity = Severity.High, Entropy = 3.5, Holds = candidate => Looks.LikeToken(candidate.Value) },
    ];

    private static SecretRule Rule(string pattern) => new("generic-secret", "generic", "Value that is named as a secret", pattern) { Keywords = Keywords, Severity = Severity.High, Holds = Holds };

    /// <summary>Lock files hold hashes of what anybody can fetch.</summary>
    private static bool IsLock(string path) =>
        path.EndsWith(".lock.json", StringComparison.Ordinal) || path.EndsWith("project.assets.json", StringComparison.Ordinal) || path.EndsWith("package-lock.json", StringComparison.Ordinal)
        || path.EndsWith(".lock", StringComparison.Ordinal) || path.EndsWith(".deps.json", StringComparison.Ordinal) || path.EndsWith("go.sum", StringComparison.Ordinal)
        || path.EndsWith(".min.js", StringComparison.Ordinal) || path.EndsWith(".map", StringComparison.Ordinal) || path.EndsWith("-lock.yaml", StringComparison.Ordinal) || path.EndsWith(".svg", StringComparison.Ordinal);

    private static bool IsUnquoted(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.StartsWith(".env", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Dockerfile", StringComparison.OrdinalIgnoreCase)
            || Path.GetExtension(name).ToLowerInvariant() is ".env" or ".ini" or ".properties" or ".conf" or ".cfg" or ".cnf" or ".toml" or ".yml" or ".yaml" or ".sh" or ".bash" or ".ps1" or ".cmd" or ".bat" or ".tfvars" or ".dockerfile";
    }

    private static bool Holds(Candidate candidate)
    {
        var valueAt = candidate.Line.IndexOf(candidate.Value, candidate.Start, StringComparison.Ordinal);
        var key = candidate.Line[candidate.Start..valueAt].TrimEnd(' ', '\t', '"', '\'', '`', ':', '=', '>', ',', '[', ']', ')', '@', '$');
        if (NotSecret().IsMatch(key))
            return false;
        return Password().IsMatch(key) ? Looks.LikePassword(candidate.Value, isCode: IsCode(candidate.Path)) : Looks.LikeToken(candidate.Value);
    }

    private static bool IsCode(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".cs" or ".fs" or ".vb" or ".cshtml" or ".razor" or ".ts" or ".tsx" or ".js" or ".jsx" or ".mjs" or ".py" or ".java" or ".kt" or ".go" or ".rb" or ".rs" or ".php" or ".swift" or ".bicep" or ".tf" or ".md" or ".html" or ".css" or ".c" or ".h" or ".cpp";

    [GeneratedRegex(@"passw(or)?d|passphrase|pwd", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Password();

    [GeneratedRegex(@"public|usersecretsid|vault|csrf|xsrf|forgery|cancell|continuation|nexttoken|(name|id|ids|type|url|uri|path|length|size|count|file|folder|expir\w*|expires?|endpoint|version|format|header|prefix|suffix|kind|scheme|algorithm|field|label|hint|text|title|description|desc|message|error|hash|policy|regex|pattern|ref|reference|store|arn|lifetime|seconds|minutes|class|icon|column|parameter|param|service|provider|issuer|audience|scope|selector|resource|role|mode|method|state|status|enabled|required|rotation|generator|validator|handler|symbol|identifier|definition|usage|chars|characters)$|_(file|path|name|id|url)$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex NotSecret();
}
