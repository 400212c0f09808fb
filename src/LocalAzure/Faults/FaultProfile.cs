using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAzure.Faults;

/// <summary>What goes wrong around one container app or managed environment while the profile is in force. Empty, nothing does.</summary>
internal sealed record FaultProfile
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Tried in this order on each call to the management API; the first that applies is the one.</summary>
    public IReadOnlyList<ManagementFault> Management { get; init; } = [];

    /// <summary>Tried in this order on each request that ingress has chosen a revision for; the first that applies is the one.</summary>
    public IReadOnlyList<IngressFault> Ingress { get; init; } = [];

    public IReadOnlyList<RevisionFault> Revisions { get; init; } = [];

    /// <summary>A write that makes a revision is accepted, and its operation fails later; the app stays Failed as on the platform.</summary>
    public TemplateFault? Template { get; init; }

    /// <summary>How long every operation takes at least, from the moment it was accepted.</summary>
    public double OperationSeconds { get; init; }

    /// <summary>How much later than it happens the metrics API tells what happened.</summary>
    public double MetricsLagSeconds { get; init; }
}

/// <summary>When a fault applies. Every limit counts from the moment the profile was put.</summary>
internal abstract record Fault
{
    /// <summary>So many times it would apply and does not yet.</summary>
    public int After { get; init; }

    /// <summary>So many times it applies; without, every time.</summary>
    public int? Count { get; init; }

    /// <summary>So long it applies; without, until the profile is taken away.</summary>
    public double? Seconds { get; init; }
}

internal sealed record ManagementFault : Fault
{
    /// <summary>An HTTP method, or <c>write</c> for all that change something; without, every method.</summary>
    public string? Method { get; init; }

    /// <summary>A part of the path; without, every path.</summary>
    public string? Path { get; init; }

    /// <summary>A part of the body as it was sent; without, every body.</summary>
    public string? Body { get; init; }

    public double LatencyMilliseconds { get; init; }

    /// <summary>Answered in place of what was asked for.</summary>
    public int? Status { get; init; }

    /// <summary>Without, the platform's usual one for the status.</summary>
    public string? Code { get; init; }

    public string? Message { get; init; }

    public int? RetryAfterSeconds { get; init; }

    public DroppedConnection? Drop { get; init; }
}

/// <summary>Whether a connection is cut before the call was carried out, or after it with the answer lost.</summary>
internal enum DroppedConnection { Before, After }

internal sealed record IngressFault : Fault
{
    /// <summary>Name of a revision, <c>new</c> for those made since the profile was put, or <c>*</c>.</summary>
    public string Revision { get; init; } = "*";

    /// <summary>A part of the request's path and query; without, every request.</summary>
    public string? Path { get; init; }

    /// <summary>Of the requests, from 0 to 1.</summary>
    public double Share { get; init; } = 1;

    public double LatencyMilliseconds { get; init; }

    /// <summary>Evenly spread around the latency, so much to either side.</summary>
    public double JitterMilliseconds { get; init; }

    /// <summary>The app's answer is held back for that share of the time it took: 0.15 makes it 15 % slower.</summary>
    public double Slowdown { get; init; }

    /// <summary>Answered in place of the app.</summary>
    public int? Status { get; init; }

    /// <summary>The connection is cut without an answer.</summary>
    public bool Drop { get; init; }
}

internal sealed record RevisionFault : Fault
{
    /// <summary>Name of a revision, <c>new</c> for those made since the profile was put, or <c>*</c>.</summary>
    public string Revision { get; init; } = "new";

    /// <summary>Replicas that begin now start their process and never become ready while this applies.</summary>
    public bool StuckActivating { get; init; }

    /// <summary>So long after it was started a replica's process is not probed yet.</summary>
    public double ColdStartSeconds { get; init; }

    /// <summary>Replicas are killed so long after they were started, running ones so long after the profile was put.</summary>
    public double? CrashAfterSeconds { get; init; }
}

internal sealed record TemplateFault : Fault
{
    public string Message { get; init; } = "Operation expired.";
}
