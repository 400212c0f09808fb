namespace CoffeeTracker.Hosting;

/// <summary>
/// Asks the service in this container whether it lives, instead of being it: what a Dockerfile's HEALTHCHECK runs in an image
/// that has neither shell nor curl.
/// </summary>
public static class HealthProbe
{
    public const string Argument = "--health";

    private const string PortVariable = "ASPNETCORE_HTTP_PORTS";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    /// <returns>0 when it lives, else 1: the codes Docker knows.</returns>
    public static Task<int> RunAsync() => RunAsync(Environment.GetEnvironmentVariable(PortVariable) ?? "8080");

    /// <param name="ports">Where it listens on this machine, as <c>ASPNETCORE_HTTP_PORTS</c> names it: the first of them is asked.</param>
    /// <returns>0 when it lives, else 1.</returns>
    public static async Task<int> RunAsync(string ports)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Deadline };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{ports.Split(';')[0]}/health/live"));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or UriFormatException)
        {
            return 1;
        }
    }
}
