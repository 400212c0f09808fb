using System.Text;

namespace Frostline.Scanning.Web;

/// <summary>Sends a GET request, and keeps what came back, up to a bound, within a deadline for the whole answer.</summary>
internal sealed class WebClient(HttpClient http, TimeSpan deadline)
{
    private const int MostBytes = 1 << 20;

    /// <exception cref="HttpRequestException">Nobody answers.</exception>
    /// <exception cref="OperationCanceledException">The answer is late, or the scan was ended.</exception>
    public async Task<WebAnswer> GetAsync(Uri page, IReadOnlyList<(string Name, string Value)> headers, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(deadline);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, late.Token);
        var buffer = new byte[MostBytes];
        await using var stream = await answer.Content.ReadAsStreamAsync(late.Token);
        var length = await stream.ReadAtLeastAsync(buffer, MostBytes, throwOnEndOfStream: false, late.Token);
        var all = answer.Headers.Concat(answer.Content.Headers).ToLookup(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase);
        return new(page, answer.StatusCode, all.ToDictionary(header => header.Key, header => header.SelectMany(values => values).ToArray(), StringComparer.OrdinalIgnoreCase), Encoding.UTF8.GetString(buffer, 0, length));
    }
}
