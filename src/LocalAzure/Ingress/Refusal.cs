using Yarp.ReverseProxy.Forwarder;

namespace LocalAzure.Ingress;

/// <summary>What ingress answers by itself. The platform's status, and a reason only a tool on one's own machine would give.</summary>
internal static class Refusal
{
    /// <summary>Response header that tells ingress's own answers from those of an app.</summary>
    public const string Header = "x-localazure-ingress";

    public static Task UnknownHostAsync(HttpContext context, IReadOnlyCollection<string> hosts) => AnswerAsync(
        context,
        StatusCodes.Status404NotFound,
        "UnknownHost",
        hosts.Count == 0
            ? $"Nobody answers for host '{context.Request.Host.Host}': no app has ingress yet."
            : $"Nobody answers for host '{context.Request.Host.Host}'. Send one of these as Host:\n{string.Join('\n', hosts.Order(StringComparer.Ordinal))}");

    public static Task NoTrafficAsync(HttpContext context, string app) => AnswerAsync(
        context, StatusCodes.Status503ServiceUnavailable, "NoTraffic", $"No revision of app '{app}' has a traffic weight.");

    public static Task NoReplicaAsync(HttpContext context, string revision) => AnswerAsync(
        context, StatusCodes.Status503ServiceUnavailable, "NoReadyReplica", $"Revision '{revision}' has no ready replica.");

    public static Task BadAnswerAsync(HttpContext context, ReplicaEndpoint replica, ForwarderError error) => AnswerAsync(
        context, context.Response.StatusCode, error.ToString(), $"Replica '{replica.Replica}' did not answer properly: {error}.");

    public static Task InjectedAsync(HttpContext context, int status) => AnswerAsync(
        context, status, "InjectedFault", "The fault profile of this app says so.");

    private static Task AnswerAsync(HttpContext context, int status, string reason, string text)
    {
        // Too late, or nobody there to read it: the forwarder has cut the connection already.
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return Task.CompletedTask;
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers[Header] = reason;
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }
}
