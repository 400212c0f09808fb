using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Faults;

/// <summary>Lets calls of the management API fail as the profile of what they are about says.</summary>
internal sealed partial class ManagementFaults(RequestDelegate next, FaultBook faults, StateStore store, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (Find(context.Request.Path.Value!) is not { } profile || await TakeAsync(profile, context.Request) is not { } fault)
        {
            await next(context);
            return;
        }

        if (fault.LatencyMilliseconds > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(fault.LatencyMilliseconds), clock, context.RequestAborted);
        if (fault.Drop is { } drop)
            await DropAsync(context, drop);
        else if (fault.Status is { } status)
            throw Answer(context, fault, status);
        else
            await next(context);
    }

    private ArmedProfile? Find(string path)
    {
        if (faults.Profiles.IsEmpty || path.StartsWith(Administration.AdministrationEndpoints.Root, StringComparison.Ordinal))
            return null;
        return OperationId().Match(path) is { Success: true } match && store.Current.Operations.TryGetValue(match.Groups[1].Value.ToLowerInvariant(), out var operation)
            ? faults.OfPath(operation.Target)
            : faults.OfPath(path);
    }

    private static async Task<ManagementFault?> TakeAsync(ArmedProfile profile, HttpRequest request)
    {
        foreach (var fault in profile.Profile.Management)
        {
            if (IsAbout(fault, request) && await ContainsAsync(request, fault.Body) && profile.TryTake(fault))
                return fault;
        }

        return null;
    }

    private static bool IsAbout(ManagementFault fault, HttpRequest request) =>
        (fault.Method is null || fault.Method.Equals(request.Method, StringComparison.OrdinalIgnoreCase)
            || (fault.Method.Equals("write", StringComparison.OrdinalIgnoreCase) && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)))
        && (fault.Path is null || request.Path.Value!.Contains(fault.Path, StringComparison.OrdinalIgnoreCase));

    private static async Task<bool> ContainsAsync(HttpRequest request, string? part)
    {
        if (part is null)
            return true;

        request.EnableBuffering();
        using var reader = new StreamReader(request.Body, Encoding.UTF8, leaveOpen: true);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return body.Contains(part, StringComparison.Ordinal);
    }

    private async Task DropAsync(HttpContext context, DroppedConnection drop)
    {
        if (drop == DroppedConnection.After)
        {
            context.Response.Body = Stream.Null;
            await next(context);
        }

        context.Abort();
    }

    private static ArmException Answer(HttpContext context, ManagementFault fault, int status)
    {
        var (code, message) = status switch
        {
            401 => ("ExpiredAuthenticationToken", "The access token expiry is earlier than the current time."),
            409 => ("ContainerAppOperationInProgress", "Cannot modify a container app because there is an active provisioning operation in progress."),
            429 => ("TooManyRequests", "The request is being throttled."),
            502 => ("BadGatewayConnection", "The network connectivity issue encountered for 'Microsoft.App'; cannot fulfill the request."),
            503 => ("ServiceUnavailable", "The service is unavailable."),
            _ => ("InternalServerError", "The server encountered an error."),
        };
        if (fault.RetryAfterSeconds is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (status == 401)
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return new ArmException(status, fault.Code ?? code, fault.Message ?? message);
    }

    [GeneratedRegex("/(?:containerapp)?operation(?:statuses|results)/([^/]+)$", RegexOptions.IgnoreCase)]
    private static partial Regex OperationId();
}
