namespace Frostline.Scanning.Secrets.Rules;

/// <summary>Private keys.</summary>
internal static class KeyRules
{
    public static IReadOnlyList<SecretRule> All { get; } =
    [
        new("private-key", "key", "Private key", @"-----BEGIN ((RSA|DSA|EC|OPENSSH|ENCRYPTED) )?PRIVATE KEY( BLOCK)?-----(\s|\\r|\\n|[""'+]){1,40}((Proc-Type|DEK-Info|Version|Comment):[^\n]*\s{1,4}){0,4}(?<secret>[A-Za-z0-9+/=]{32,})")
        {
            Keywords = ["PRIVATE KEY"], LookAhead = 240, Shaped = true, Entropy = 3,
        },
        new("putty-key", "key", "PuTTY private key", @"PuTTY-User-Key-File-\d:\s*(?<secret>[a-z0-9-]{6,40})") { Keywords = ["PuTTY-User-Key-File"], Shaped = true },
        new("age-key", "key", "Key of age", @"(^|[^A-Z0-9-])(?<secret>AGE-SECRET-KEY-1[A-Z0-9]{58})") { Keywords = ["AGE-SECRET-KEY-1"], Shaped = true },
    ];
}
