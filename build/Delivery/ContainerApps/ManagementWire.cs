using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace Frostline.Delivery.ContainerApps;

/// <summary>One request and its answer, through the client's own pipeline: sign-in, retries, transport.</summary>
internal sealed class ManagementWire(HttpPipeline pipeline, Uri endpoint, Pace pace, TimeProvider clock)
{
    public Task<ManagementAnswer> SendAsync(ManagementCall call, CancellationToken cancellation) =>
        OnceAsync(call, call.Method, new Uri(endpoint, $"{call.Path}?api-version={call.ApiVersion}{(call.Query is null ? "" : $"&{call.Query}")}"), cancellation);

    /// <summary>An address of the platform's, whole: it means the same to another run.</summary>
    public string Absolute(string url) => new Uri(endpoint, url).AbsoluteUri;

    /// <summary>The token travels with every request: a URL that leads to another host is never followed.</summary>
    public async Task<ManagementAnswer> FollowAsync(ManagementCall call, string url, CancellationToken cancellation)
    {
        var target = new Uri(endpoint, url);
        if (target.Scheme != endpoint.Scheme || target.Authority != endpoint.Authority)
            throw new ContainerAppsException(0, "ForeignHost", $"The platform sent the client to '{target.Authority}', which is not '{endpoint.Authority}'. It was not followed.", call.Operation);
        return await OnceAsync(call, RequestMethod.Get, target, cancellation);
    }

    private async Task<ManagementAnswer> OnceAsync(ManagementCall call, RequestMethod method, Uri url, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var givenUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        using var giveUp = cancellation.UnsafeRegister(_ => givenUp.CancelAfter(pace.LastAnswer), null);
        using var deadline = new Deadline(pace.CallDeadline, clock, method == RequestMethod.Get ? cancellation : givenUp.Token);
        try
        {
            using var message = pipeline.CreateMessage();
            message.Request.Method = method;
            message.Request.Uri.Reset(url);
            message.Request.Headers.Add("Accept", "application/json");
            if (method == call.Method && call.Body is not null)
            {
                message.Request.Headers.Add("Content-Type", "application/json");
                message.Request.Content = RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(call.Body));
            }

            await pipeline.SendAsync(message, deadline.Token);
            return Read(call, message.Response);
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            throw new ContainerAppsException(0, "", $"No answer within {pace.CallDeadline:c}.", call.Operation);
        }
        catch (Exception error) when (error is RequestFailedException or AuthenticationFailedException or AggregateException or HttpRequestException)
        {
            var cause = (error as AggregateException)?.InnerExceptions[^1] ?? error;
            throw new ContainerAppsException(0, "", $"{endpoint.Authority} gave no answer: {cause.Message}", call.Operation);
        }
    }

    private static ManagementAnswer Read(ManagementCall call, Response response)
    {
        var body = Parse(response);
        if (response.Status >= 400)
            throw Failure(response.Status, body as JsonObject, call, response.ReasonPhrase);
        return new ManagementAnswer(
            response.Status, body, Header(response, "Azure-AsyncOperation"), Header(response, "Location"),
            Header(response, "Retry-After") is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : null);
    }

    private static JsonNode? Parse(Response response)
    {
        try
        {
            return response.Content.ToMemory().IsEmpty ? null : JsonNode.Parse(response.Content);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What the platform says went wrong.</summary>
    internal static ContainerAppsException Failure(int status, JsonObject? body, ManagementCall call, string fallback)
    {
        var error = body?["error"] as JsonObject;
        var text = error.Text("message") ?? body.Text("deploymentErrors") ?? fallback;
        var details = error.Objects("details").Select(detail => detail.Text("message")).Where(detail => detail is not null && detail != text);
        return new ContainerAppsException(status, error.Text("code") ?? "", string.Join(" ", details.Prepend(text)), call.Operation) { Error = error };
    }

    private static string? Header(Response response, string name) => response.Headers.TryGetValue(name, out var value) ? value : null;
}
