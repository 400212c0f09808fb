using System.Text.Json;
using Frostline.Images.Registries;

namespace Frostline.Images;

/// <summary>Signing in to a registry of Azure with an identity of Entra ID.</summary>
public static class AzureRegistry
{
    /// <summary>What an access token for the exchange must be for.</summary>
    public const string Scope = "https://containerregistry.azure.net/.default";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Whether the address is that of a registry of Azure.</summary>
    public static bool Is(string registry) => registry.EndsWith(".azurecr.io", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Exchanges an access token for the registry's own refresh token, which is good for about three hours
    /// (https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md).
    /// </summary>
    /// <param name="registry"><c>host</c> or <c>host:port</c>.</param>
    /// <param name="accessToken">Of Entra ID, for <see cref="Scope"/>.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <exception cref="RegistryException">The registry refuses, cannot be reached, or answers without a token.</exception>
    public static async Task<RegistryCredentials> SignInAsync(string registry, RegistryPassword accessToken, CancellationToken cancellationToken)
    {
        var address = RegistryAddress.Parse(registry);
        using var http = new HttpClient { Timeout = Deadline };
        using var form = new FormUrlEncodedContent([new("grant_type", "access_token"), new("service", registry), new("access_token", accessToken.Reveal())]);
        var exchange = new Uri(address.Root, "oauth2/exchange");
        try
        {
            using var response = await http.PostAsync(exchange, form, cancellationToken);
            if (!response.IsSuccessStatusCode) throw await RegistryFailure.ReadAsync(response, null, cancellationToken);
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return document.RootElement.TryGetProperty("refresh_token", out var token) && token.GetString() is { Length: > 0 } text
                ? new RegistryCredentials(DockerCredentials.RefreshTokenUser, new RegistryPassword(text))
                : throw new RegistryException($"{registry}: answered the exchange of tokens without one. Give the identity the role AcrPush on this registry.");
        }
        catch (Exception error) when (error is HttpRequestException or JsonException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw RegistryFailure.Unreachable(exchange, null, error);
        }
    }
}
