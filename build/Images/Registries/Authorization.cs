using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Frostline.Images.Registries;

/// <summary>Answers a registry's challenges: Basic, or a Bearer token fetched from the realm it names.</summary>
internal sealed class Authorization(HttpClient http, RegistryCredentials? credentials)
{
    private readonly ConcurrentDictionary<string, AuthenticationHeaderValue> _byScope = new();
    private volatile AuthenticationHeaderValue? _everywhere;

    /// <summary>What was accepted for this scope before; null for a first request.</summary>
    public AuthenticationHeaderValue? Find(string scope) => _byScope.GetValueOrDefault(scope) ?? _everywhere;

    /// <summary>Makes a header that answers the challenge; null when there is nothing to answer with.</summary>
    public async Task<AuthenticationHeaderValue?> AnswerAsync(
        HttpHeaderValueCollection<AuthenticationHeaderValue> challenges, string scope, CancellationToken cancellationToken)
    {
        AuthenticationHeaderValue? answer = null;
        foreach (var challenge in challenges)
        {
            if (Is(challenge, "Bearer")) answer = new AuthenticationHeaderValue("Bearer", await FetchTokenAsync(challenge.Parameter ?? "", scope, cancellationToken));
            else if (Is(challenge, "Basic") && credentials is not null) answer ??= Basic(credentials);
        }

        if (answer is { Scheme: "Basic" }) _everywhere = answer;
        else if (answer is not null) _byScope[scope] = answer;
        return answer;
    }

    private async Task<string> FetchTokenAsync(string challenge, string scope, CancellationToken cancellationToken)
    {
        var parameters = ChallengeParameters.Parse(challenge);
        if (!Uri.TryCreate(parameters.GetValueOrDefault("realm"), UriKind.Absolute, out var realm) || !RegistryAddress.IsSafe(realm))
            throw new RegistryException($"The registry asks for a token from '{parameters.GetValueOrDefault("realm")}', which is not an https address. No secret is sent there.");

        var query = $"service={Uri.EscapeDataString(parameters.GetValueOrDefault("service", ""))}&scope={Uri.EscapeDataString(scope)}";
        var separator = realm.Query.Length == 0 ? '?' : '&';
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{realm}{separator}{query}");
        if (credentials is not null) request.Headers.Authorization = Basic(credentials);
        using var response = await http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw await RegistryFailure.ReadAsync(response, null, cancellationToken);
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return Text(document, "token") ?? Text(document, "access_token")
            ?? throw new RegistryException($"{realm.Authority}: answered without a token.");
    }

    private static AuthenticationHeaderValue Basic(RegistryCredentials credentials) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.User}:{credentials.Password.Reveal()}")));

    private static bool Is(AuthenticationHeaderValue challenge, string scheme) => string.Equals(challenge.Scheme, scheme, StringComparison.OrdinalIgnoreCase);

    private static string? Text(JsonDocument document, string name) => document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
}
