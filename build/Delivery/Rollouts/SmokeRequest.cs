using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>Sends one check and says what is wrong with the answer.</summary>
internal static class SmokeRequest
{
    private const int LongestBody = 4 * 1024 * 1024;

    /// <summary>The address of a path on a host: a path such as <c>//elsewhere/</c> does not lead away from it.</summary>
    public static Uri Address(Uri host, string path) => new(host.GetLeftPart(UriPartial.Authority) + path);

    /// <summary>A GET with the headers that the settings or a scenario give it.</summary>
    public static HttpRequestMessage Message(Uri address, IReadOnlyDictionary<string, string> headers)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    /// <returns>What is wrong, or null.</returns>
    public static async Task<string?> SendAsync(HttpClient client, Uri host, SmokeCheck check, TimeProvider clock, CancellationToken cancellation)
    {
        using var deadline = new Deadline(check.Timeout, clock, cancellation);
        try
        {
            using var message = Message(Address(host, check.Path), check.Headers);
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            if ((int)answer.StatusCode != check.Status)
                return $"status {(int)answer.StatusCode} instead of {check.Status}";
            await answer.Content.LoadIntoBufferAsync(LongestBody, deadline.Token);
            var body = await answer.Content.ReadAsStringAsync(deadline.Token);
            return check.Contains is null || body.Contains(check.Contains, StringComparison.Ordinal) ? null : $"the answer does not contain '{check.Contains}'";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no answer within {check.Timeout:c}";
        }
        catch (HttpRequestException error)
        {
            return error.Message.TrimEnd('.');
        }
    }

    /// <summary>Whether a host answers with a status from 200 to 399.</summary>
    public static async Task<string?> AnswersAsync(HttpClient client, Uri address, TimeProvider clock, CancellationToken cancellation)
    {
        using var deadline = new Deadline(TimeSpan.FromSeconds(5), clock, cancellation);
        try
        {
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return (int)answer.StatusCode is >= 200 and < 400 ? null : $"{address} answers with status {(int)answer.StatusCode}";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"{address} does not answer";
        }
        catch (HttpRequestException error)
        {
            return $"{address}: {error.Message.TrimEnd('.')}";
        }
    }
}
