using System.Text.Json.Nodes;
using Azure.Core;

namespace Frostline.Delivery.ContainerApps;

/// <summary>Sends calls, waits out other operations on the same resource, and follows the operations it starts to their end.</summary>
internal sealed class ManagementApi(ManagementWire wire, Pace pace, TimeProvider clock, Action<string>? accepted = null)
{
    private static readonly string[] BusyCodes =
    [
        "", "ContainerAppOperationInProgress", "ContainerAppLockConflict", "MaintenanceConfigurationLockConflict", "ConflictingConcurrentWriteNotAllowed",
        "ManagedEnvironmentOperationInProgress", "AnotherOperationInProgress",
    ];

    public Pace Pace => pace;

    public static ManagementApi Of(ManagementResource resource, Pace pace, TimeProvider clock) =>
        new(new ManagementWire(resource.ManagementPipeline, resource.ManagementEndpoint, pace, clock), pace, clock);

    /// <summary>The same API, which tells the address of each operation that it starts.</summary>
    public ManagementApi Telling(Action<string> accepted) => new(wire, pace, clock, accepted);

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
            answer = await wire.FollowAsync(call, next, cancellation);
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
            if ((answer.AsyncOperation ?? (answer.Status == 202 ? answer.Location : null)) is { } operation)
                accepted?.Invoke(wire.Absolute(operation));
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

    /// <summary>Waits for the end of an operation by its address alone, whichever of the two kinds that is.</summary>
    /// <returns>Its error in words, or null when it ended well.</returns>
    public async Task<string?> AwaitOperationAsync(ManagementCall call, string url, CancellationToken cancellation)
    {
        using var deadline = new Deadline(pace.BusyDeadline, clock, cancellation);
        try
        {
            for (var delay = pace.FirstPoll; ; delay = pace.Next(delay))
            {
                var answer = await wire.FollowAsync(call, url, deadline.Token);
                var (body, status) = (answer.Body as JsonObject, (answer.Body as JsonObject).Text("status"));
                if (status is "Failed" or "Canceled")
                    return ManagementWire.Failure(200, body, call, $"It ended as {status}.").Message;
                if (answer.Status != 202 && status is null or "Succeeded")
                    return null;
                await Task.Delay(pace.Until(answer.RetryAfter, delay), clock, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            throw new ContainerAppsException(0, "", $"The operation did not end within {pace.BusyDeadline:c}.", call.Operation);
        }
    }

    /// <summary>Sends a question, a POST that changes nothing, and waits for its answer, however the platform hands it over.</summary>
    public async Task<JsonNode?> AskAsync(ManagementCall call, CancellationToken cancellation)
    {
        using var deadline = new Deadline(pace.OperationDeadline, clock, cancellation);
        try
        {
            var answer = await SendAsync(call, deadline.Token);
            return answer is { Status: 202, Location: not null } ? await AwaitResultAsync(call, answer, deadline.Token) : answer.Body;
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            throw new ContainerAppsException(0, "", $"No answer within {pace.OperationDeadline:c}.", call.Operation);
        }
    }

    /// <summary>How far a deployment is, by the URL the platform named for it, or else by the deployment itself.</summary>
    public async Task<string> DeploymentStateAsync(ManagementCall call, string? url, CancellationToken cancellation) => url is null
        ? ProvisioningState(await ReadBackAsync(call, cancellation)) ?? "Running"
        : ((await wire.FollowAsync(call, url, cancellation)).Body as JsonObject).Text("status") ?? "Running";

    /// <summary>Sends one call; while another operation holds the resource (409) it is sent again, for minutes.</summary>
    public async Task<ManagementAnswer> SendAsync(ManagementCall call, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        var delay = pace.FirstPoll * 2;
        while (true)
        {
            try
            {
                return await wire.SendAsync(call, cancellation);
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
            await Task.Delay(pace.Until(answer.RetryAfter, delay), clock, cancellation);
            answer = await wire.FollowAsync(call, url, cancellation);
            var body = answer.Body as JsonObject;
            switch (body.Text("status") ?? "InProgress")
            {
                case "Succeeded":
                    return;
                case "Failed" or "Canceled":
                    throw ManagementWire.Failure(200, body, call, $"The operation ended as {body.Text("status")}.");
            }

            delay = pace.Next(delay);
        }
    }

    private async Task<JsonNode?> AwaitResultAsync(ManagementCall call, ManagementAnswer answer, CancellationToken cancellation)
    {
        var (url, delay) = (answer.Location!, pace.FirstPoll);
        while (answer.Status == 202)
        {
            await Task.Delay(pace.Until(answer.RetryAfter, delay), clock, cancellation);
            answer = await wire.FollowAsync(call, url, cancellation);
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
                throw ManagementWire.Failure(200, (body as JsonObject)?["properties"] as JsonObject, call, $"provisioningState is {state}.");
            await Task.Delay(delay, clock, cancellation);
            body = await ReadBackAsync(call, cancellation);
            delay = pace.Next(delay);
        }

        return body;
    }

    private async Task<JsonNode?> ReadBackAsync(ManagementCall call, CancellationToken cancellation) =>
        (await SendAsync(call with { Method = RequestMethod.Get, Body = null }, cancellation)).Body;

    private static string? ProvisioningState(JsonNode? body) =>
        ((body as JsonObject)?["properties"] as JsonObject).Text("provisioningState");
}
