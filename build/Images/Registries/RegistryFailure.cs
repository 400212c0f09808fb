using System.Net;
using System.Text.Json;

namespace Frostline.Images.Registries;

/// <summary>Turns a registry's refusal into an exception a person can act on.</summary>
internal static class RegistryFailure
{
    private const int LongestBody = 64 * 1024;

    public static async Task<RegistryException> ReadAsync(HttpResponseMessage response, string? repository, CancellationToken cancellationToken)
    {
        var (code, message) = await ReadErrorAsync(response.Content, cancellationToken);
        var uri = response.RequestMessage!.RequestUri!;
        var what = repository is null ? uri.Authority : $"{uri.Authority}/{repository}";
        return new RegistryException($"{what}: {response.RequestMessage.Method} was answered with {(int)response.StatusCode} {message ?? response.ReasonPhrase}{Remedy(response.StatusCode)}")
        {
            Status = response.StatusCode, Code = code, Repository = repository, IsTransient = IsTransient(response.StatusCode),
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
    }

    public static RegistryException Unreachable(Uri uri, string? repository, Exception error) =>
        new($"{uri.Authority}: cannot be reached: {error.Message} Check that the registry runs and the address is right.", error)
        {
            Repository = repository, IsTransient = true,
        };

    private static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static string Remedy(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => " Give credentials this registry knows.",
        HttpStatusCode.Forbidden => " Give the account the right to this repository.",
        _ => "",
    };

    private static async Task<(string? Code, string? Message)> ReadErrorAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            await content.LoadIntoBufferAsync(LongestBody, cancellationToken);
            using var document = JsonDocument.Parse(await content.ReadAsStreamAsync(cancellationToken));
            var error = document.RootElement.GetProperty("errors")[0];
            var code = error.GetProperty("code").GetString();
            var detail = error.TryGetProperty("detail", out var value) && value.ValueKind == JsonValueKind.String ? $" ({value.GetString()})" : "";
            return (code, $"{code}: {(error.TryGetProperty("message", out var message) ? message.GetString() : "")}{detail}");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException or IOException or HttpRequestException)
        {
            return default;
        }
    }
}
