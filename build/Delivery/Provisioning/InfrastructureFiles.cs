using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Provisioning;

/// <summary>The files that make up an environment's infrastructure; a product may have none.</summary>
/// <param name="Main">Full path of the template.</param>
/// <param name="Parameters">Full path of the environment's parameters.</param>
/// <param name="Fingerprint">Sixteen hexadecimal digits that change with any of the files, and with what the services' settings add to the apps.</param>
public sealed record InfrastructureFiles(string Main, string Parameters, string Fingerprint)
{
    private const string Folder = "infrastructure";

    /// <summary>The environment's files, or null when the product has no template or no parameters for it.</summary>
    public static InfrastructureFiles? Find(PipelineSettings settings, string environment)
    {
        var folder = Path.Combine(settings.Root, Folder);
        var (main, parameters) = (Path.Combine(folder, "main.bicep"), Path.Combine(folder, "environments", $"{environment}.bicepparam"));
        return File.Exists(main) && File.Exists(parameters) ? new(main, parameters, Hash(settings, folder, parameters)) : null;
    }

    /// <summary>A variable that the settings no longer name goes from an app only when the template is applied again: hence the services.</summary>
    private static string Hash(PipelineSettings settings, string folder, string parameters)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Sources(folder).Append(parameters))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetRelativePath(folder, file).Replace('\\', '/')}\n"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        var given = settings.Services.Values.Select(service => new { service.App, service.EnvironmentVariables, service.Secrets });
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(given));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder, "*.bicep").Append(Path.Combine(folder, "bicepconfig.json"))
            .Concat(Directory.Exists(Path.Combine(folder, "modules")) ? Directory.EnumerateFiles(Path.Combine(folder, "modules"), "*", SearchOption.AllDirectories) : [])
            .Where(File.Exists).Order(StringComparer.Ordinal);
}
