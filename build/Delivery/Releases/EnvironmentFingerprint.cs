using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Frostline.Delivery.Provisioning;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Releases;

/// <summary>What of an environment's settings and infrastructure ends up in its container apps, in eight hexadecimal digits: when it changes, the
/// same release is deployed again.</summary>
internal static class EnvironmentFingerprint
{
    public static string Of(PipelineSettings settings, string name)
    {
        var environment = settings.Environment(name);
        var asked = JsonSerializer.Serialize(new { environment.ManagedEnvironment, environment.Replicas, environment.Drain });
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{asked}{InfrastructureFiles.Find(settings, name)?.Fingerprint}")))[..8];
    }
}
