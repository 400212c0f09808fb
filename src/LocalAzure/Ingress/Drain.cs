namespace LocalAzure.Ingress;

/// <summary>What became of the requests that were in flight when a replica was closed to new ones.</summary>
internal sealed record Drain(string Revision, string Replica, DateTimeOffset Closed, int InFlight)
{
    /// <summary>When the last one was over; null while some are in flight.</summary>
    public DateTimeOffset? Drained { get; init; }

    public RequestCounts Finished { get; init; } = new();

    /// <summary>Ended by the replica or its end, not by themselves and not by who asked.</summary>
    public RequestCounts Cut { get; init; } = new();

    /// <summary>Given up by who asked.</summary>
    public RequestCounts Abandoned { get; init; } = new();
}

internal sealed record RequestCounts(int Requests = 0, int EventStreams = 0, int WebSockets = 0)
{
    public RequestCounts With(RequestKind kind) => kind switch
    {
        RequestKind.EventStream => this with { EventStreams = EventStreams + 1 },
        RequestKind.WebSocket => this with { WebSockets = WebSockets + 1 },
        _ => this with { Requests = Requests + 1 },
    };
}

internal enum RequestKind { Request, EventStream, WebSocket }

internal enum RequestEnd { Finished, Cut, Abandoned }
