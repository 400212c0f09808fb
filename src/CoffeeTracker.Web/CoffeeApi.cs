using System.Net;
using System.Text.Json;
using CoffeeTracker.Hosting;

namespace CoffeeTracker.Web;

/// <summary>The API, called on a visitor's behalf: with their cookie, and with the correlation id of their request.</summary>
internal sealed class CoffeeApi(HttpClient http, IHttpContextAccessor accessor)
{
    public Task<Menu> MenuAsync(AnonymousUser user, CancellationToken cancellationToken) =>
        ReadAsync<Menu>(user, "/menu", cancellationToken);

    public Task<List<Coffee>> CoffeesAsync(AnonymousUser user, DateOnly day, CancellationToken cancellationToken) =>
        ReadAsync<List<Coffee>>(user, $"/coffees?day={day:yyyy-MM-dd}", cancellationToken);

    public Task<List<DaySummary>> DaysAsync(AnonymousUser user, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        ReadAsync<List<DaySummary>>(user, $"/days?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}", cancellationToken);

    /// <summary>Logs a coffee; answers what the API found wrong with it by field, nothing when it was logged.</summary>
    public async Task<IReadOnlyDictionary<string, string[]>> LogAsync(AnonymousUser user, CoffeeForm form, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, "/coffees", user);
        request.Content = JsonContent.Create(new { type = form.Type, size = form.Size, consumedAt = form.ConsumedAt });
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.BadRequest)
            return (await response.Content.ReadFromJsonAsync<Problem>(cancellationToken))?.Errors ?? new Dictionary<string, string[]>();
        response.EnsureSuccessStatusCode();
        return new Dictionary<string, string[]>();
    }

    /// <summary>Deletes a coffee; one that is gone already is as good.</summary>
    public async Task DeleteAsync(AnonymousUser user, Guid id, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Delete, $"/coffees/{id}", user);
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound)
            response.EnsureSuccessStatusCode();
    }

    private async Task<T> ReadAsync<T>(AnonymousUser user, string path, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, path, user);
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<T>(cancellationToken) ?? throw new JsonException($"{path}: answered null.");
    }

    private HttpRequestMessage Request(HttpMethod method, string path, AnonymousUser user) => new(method, path)
    {
        Headers = { { "Cookie", user.Cookie }, { CorrelationId.HeaderName, accessor.HttpContext!.TraceIdentifier } },
    };

    private sealed record Problem(Dictionary<string, string[]>? Errors);
}
