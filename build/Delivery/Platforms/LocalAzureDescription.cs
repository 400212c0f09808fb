using System.Text.Json;

namespace Frostline.Delivery.Platforms;

/// <summary>What a running LocalAzure writes about itself: <c>.local/localazure.json</c>.</summary>
internal sealed record LocalAzureDescription
{
    public required int ProcessId { get; init; }

    public required Uri Management { get; init; }

    public required string CertificateSha256 { get; init; }

    public required string TokenFile { get; init; }

    public required Uri Page { get; init; }

    public required string Registry { get; init; }

    public required string RegistryUser { get; init; }

    public required Uri Ingress { get; init; }

    public required DatabaseDescription Database { get; init; }

    public string? Build { get; init; }

    public static string PathIn(string stateFolder) => Path.Combine(stateFolder, "localazure.json");

    /// <summary>The description, or null when there is none that can be read.</summary>
    public static async Task<LocalAzureDescription?> ReadAsync(string stateFolder, CancellationToken cancellation)
    {
        try
        {
            var content = await File.ReadAllBytesAsync(PathIn(stateFolder), cancellation);
            return JsonSerializer.Deserialize<LocalAzureDescription>(content, DeliveryJson.Options);
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>How to reach LocalAzure's database server.</summary>
internal sealed record DatabaseDescription(string Host, int Port, string User, string PasswordFile);
