using System.Security.Cryptography;
using System.Text.Json;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Releases;

/// <summary>What of an environment's settings ends up in its container apps, in eight hexadecimal digits: when it changes, the same
/// release is deployed again.</summary>
internal static class EnvironmentFingerprint
{
    public static string Of(EnvironmentSettings environment) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { environment.ManagedEnvironment, environment.Replicas, environment.Drain })))[..8];
}
