using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Frostline.Delivery.ContainerApps;

/// <summary>Sends calls through the client's pipeline, waits out other operations, and follows the operations it starts.</summary>
internal sealed class ManagementApi(HttpPipeline pipeline, Uri endpoint, Pace pace, TimeProvider clock)
{
    private static readonly string[] BusyCodes =
    [
        "", "ContainerAppOperationInProgress", "ContainerAppLockConflict", "MaintenanceConfigurationLockConflict", "ConflictingConcurrentWriteNotAllowed",
        "ManagedEnvironmentOperationInProgress", "AnotherOperationInProgress",
    ];

    public Pace Pace => pace;

    /// <summary>The answer, or null when there is no such resource.</summary>
    public async Task<JsonObject?> FindAsync(ManagementCall call, CancellationToken cancellation)
    {
        try
        {
            return (await SendAsync(call, cancellation)).Body as JsonObject;
        }
        catch (ContainerAppsException error) when (error.Status == 404)
        {
            return null;
        }
    }

    /// <summary>All pages of a list.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(ManagementCall call, CancellationToken cancellation)
    {
        var items = new List<JsonObject>();
        var answer = await SendAsync(call, cancellation);
        while (true)
        {
            var page = answer.Body as JsonObject;
            items.AddRange(page.Objects("value"));
            if (page.Text("nextLink") is not { Length: > 0 } next)
                return items;
            answer = await FollowAsync(call, next, cancellation);
        }
    }

    /// <summary>Sends a call that changes something and waits until the operation it started has ended.</summary>
    /// <returns>The resource afterwards, or the body of the answer of an action.</returns>
    public async Task<JsonNode?> RunAsync(ManagementCall call, CancellationToken cancellation)
    {
        using var deadline = new Deadline(pace.OperationDeadline, clock, cancellation);
        try
        {
            var answer = await SendAsync(call, deadline.Token);
            if (answer.AsyncOperation is not null)
            {
                await AwaitStatusAsync(call, answer, deadline.Token);
                return await ReadBackAsync(call, deadline.Token);
            }

            if (answer.Status == 202 && answer.Location is not null)
                return await AwaitResultAsync(call, answer, deadline.Token) ?? await ReadBackAsync(call, deadline.Token);
            return await AwaitProvisionedAsync(call, answer, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            throw new ContainerAppsException(0, "", $"The operation did not end within {pace.OperationDeadline:c}.", call.Operation);
        }
    }

    /// <summary>Sends one call; while another operation holds the resource (409) it is sent again, for minutes.</summary>
    public async Task<ManagementAnswer> SendAsync(ManagementCall call, CancellationToken cancellation)
    {
        var url = new Uri(endpoint, $"{call.Path}?api-version={call.ApiVersion}");
        var start = clock.GetTimestamp();
        var delay = pace.FirstPoll * 2;
        while (true)
        {
            try
            {
                return await OnceAsync(call, call.Method, url, cancellation);
            }
            catch (ContainerAppsException error) when (
                error.Status == 409 && BusyCodes.Contains(error.Code) && clock.GetElapsedTime(start) < pace.BusyDeadline)
            {
                await Task.Delay(delay, clock, cancellation);
                delay = delay * 2 < pace.LongestPoll * 8 ? delay * 2 : pace.LongestPoll * 8;
            }
        }
    }

    private async Task AwaitStatusAsync(ManagementCall call, ManagementAnswer answer, CancellationToken cancellation)
    {
        var (url, delay) = (answer.AsyncOperation!, pace.FirstPoll);
        while (true)
        {
            await Task.Delay(answer.RetryAfter is { Ticks: > 0 } asked ? asked : delay, clock, cancellation);
            answer = await FollowAsync(call, url, cancellation);
            var body = answer.Body as JsonObject;
            switch (body.Text("status") ?? "InProgress")
            {
                case "Succeeded":
                    return;
                case "Failed" or "Canceled":
                    throw Failure(200, body, call, $"The operation ended as {body.Text("status")}.");
            }

            delay = pace.Next(delay);
        }
    }

    private async Task<JsonNode?> AwaitResultAsync(ManagementCall call, ManagementAnswer answer, CancellationToken cancellation)
    {
        var (url, delay) = (answer.Location!, pace.FirstPoll);
        while (answer.Status == 202)
        {
            await Task.Delay(answer.RetryAfter is { Ticks: > 0 } asked ? asked : delay, clock, cancellation);
            answer = await FollowAsync(call, url, cancellation);
            delay = pace.Next(delay);
        }

        return answer.Body;
    }

    private async Task<JsonNode?> AwaitProvisionedAsync(ManagementCall call, ManagementAnswer answer, CancellationToken cancellation)
    {
        var (body, delay) = (answer.Body, pace.FirstPoll);
        while (call.Method != RequestMethod.Post && ProvisioningState(body) is { } state && state != "Succeeded")
        {
            if (state is "Failed" or "Canceled")
                throw Failure(200, (body as JsonObject)?["properties"] as JsonObject, call, $"provisioningState is {state}.");
            await Task.Delay(delay, clock, cancellation);
            body = await ReadBackAsync(call, cancellation);
            delay = pace.Next(delay);
        }

        return body;
    }

    private async Task<JsonNode?> ReadBackAsync(ManagementCall call, CancellationToken cancellation) =>
        (await SendAsync(call with { Method = RequestMethod.Get, Body = null }, cancellation)).Body;

    /// <summary>The token travels with every request: a URL that leads to another host is never followed.</summary>
    private async Task<ManagementAnswer> FollowAsync(ManagementCall call, string url, CancellationToken cancellation)
    {
        var target = new Uri(endpoint, url);
        if (target.Scheme != endpoint.Scheme || target.Authority != endpoint.Authority)
            throw new ContainerAppsException(0, "ForeignHost", $"The platform sent the client to '{target.Authority}', which is not '{endpoint.Authority}'. It was not followed.", call.Operation);
        return await OnceAsync(call, RequestMethod.Get, target, cancellation);
    }

    private async Task<ManagementAnswer> OnceAsync(ManagementCall call, RequestMethod method, Uri url, CancellationToken cancellation)
    {
        using var deadline = new Deadline(pace.CallDeadline, clock, cancellation);
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
        catch (Exception error) when (error is RequestFailedException or AggregateException or HttpRequestException)
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

    private static ContainerAppsException Failure(int status, JsonObject? body, ManagementCall call, string fallback)
    {
        var error = body?["error"] as JsonObject;
        var text = error.Text("message") ?? body.Text("deploymentErrors") ?? fallback;
        var details = error.Objects("details").Select(detail => detail.Text("message")).Where(detail => detail is not null && detail != text);
        return new ContainerAppsException(status, error.Text("code") ?? "", string.Join(" ", details.Prepend(text)), call.Operation);
    }

    private static string? ProvisioningState(JsonNode? body) =>
        ((body as JsonObject)?["properties"] as JsonObject).Text("provisioningState");

    private static string? Header(Response response, string name) => response.Headers.TryGetValue(name, out var value) ? value : null;
}
