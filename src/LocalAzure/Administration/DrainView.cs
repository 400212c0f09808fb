using System.Text.Json.Nodes;
using LocalAzure.Ingress;
using LocalAzure.Management;

namespace LocalAzure.Administration;

internal static class DrainView
{
    public static JsonObject Render(IEnumerable<Drain> drains) => new() { ["value"] = new JsonArray([.. drains.Select(Render)]) };

    private static JsonObject Render(Drain drain) => new()
    {
        ["revision"] = drain.Revision,
        ["replica"] = drain.Replica,
        ["closed"] = Views.Instant(drain.Closed),
        ["drained"] = drain.Drained is { } drained ? Views.Instant(drained) : null,
        ["inFlight"] = drain.InFlight,
        ["finished"] = Render(drain.Finished),
        ["cut"] = Render(drain.Cut),
        ["abandoned"] = Render(drain.Abandoned),
    };

    private static JsonObject Render(RequestCounts counts) => new()
    {
        ["requests"] = counts.Requests,
        ["eventStreams"] = counts.EventStreams,
        ["webSockets"] = counts.WebSockets,
    };
}
