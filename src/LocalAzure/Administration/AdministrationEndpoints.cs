using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Clocks;
using LocalAzure.Faults;
using LocalAzure.Ingress;
using LocalAzure.Management;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Administration;

/// <summary>LocalAzure's own API, beside the platform's and with the same token: what goes wrong, what time it is, whether calls are throttled, what was drained, and when to die.</summary>
internal static class AdministrationEndpoints
{
    public const string Root = "/localazure/";

    public static void MapAdministration(this IEndpointRouteBuilder endpoints)
    {
        const string one = Root + "faults/{target}";
        endpoints.MapGet(Root + "faults", (FaultBook faults) => Answers.Json(new JsonObject
        {
            ["value"] = new JsonArray([.. faults.Profiles.Select(pair => FaultView.Render(pair.Key, pair.Value))]),
        }));
        endpoints.MapDelete(Root + "faults", (FaultBook faults) =>
        {
            faults.Clear();
            return Results.NoContent();
        });
        endpoints.MapGet(one, (string target, string? resourceGroup, FaultBook faults) => faults.Profiles.GetValueOrDefault(Key(target, resourceGroup)) is { } profile
            ? Answers.Json(FaultView.Render(Key(target, resourceGroup), profile))
            : throw new ArmException(404, "FaultProfileNotFound", $"Nothing is wrong with '{Key(target, resourceGroup)}'."));
        endpoints.MapPut(one, async (HttpRequest request, string target, string? resourceGroup, FaultBook faults) =>
        {
            var profile = (await RequestBody.ReadAsync(request)).Deserialize<FaultProfile>(FaultProfile.Json)!;
            FaultRules.Check(profile);
            return Answers.Json(FaultView.Render(Key(target, resourceGroup), faults.Put(Key(target, resourceGroup), profile)));
        });
        endpoints.MapDelete(one, (string target, string? resourceGroup, FaultBook faults) =>
        {
            faults.Remove(Key(target, resourceGroup));
            return Results.NoContent();
        });
        endpoints.MapGet(Root + "clock", (TimeProvider time) => Clock(time));
        endpoints.MapPost(Root + "clock", AdvanceAsync);
        endpoints.MapDelete(Root + "throttle", (ThrottleSwitch throttle) =>
        {
            throttle.IsOff = true;
            return Results.NoContent();
        });
        endpoints.MapGet(Root + "drains", (string? revision, DrainBook drains) => Answers.Json(DrainView.Render(drains.Read(revision))));
        endpoints.MapGet(Root + "writes", (StateStore store) => Answers.Json(new JsonObject { ["written"] = store.Written }));
        endpoints.MapPost(Root + "writes", async (HttpRequest request, StateStore store) =>
        {
            store.DieAfter(Number(await RequestBody.ReadAsync(request), "dieAfter"));
            return Answers.Json(new JsonObject { ["written"] = store.Written });
        });
    }

    private static string Key(string target, string? resourceGroup) => resourceGroup is { Length: > 0 } ? $"{resourceGroup}/{target}" : target;

    private static async Task<IResult> AdvanceAsync(HttpRequest request, TimeProvider time)
    {
        if (time is not VirtualClock clock)
            throw ArmException.Conflict("ClockIsNotVirtual", "This LocalAzure goes by a clock that cannot be moved.");

        clock.Advance(TimeSpan.FromSeconds(Number(await RequestBody.ReadAsync(request), "advanceSeconds")));
        return Clock(time);
    }

    private static int Number(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0
            ? number
            : throw ArmException.BadRequest("InvalidRequestContent", $"{name}: give a whole number above 0.", name);

    private static IResult Clock(TimeProvider time) => Answers.Json(new JsonObject
    {
        ["now"] = Views.Instant(time.GetUtcNow()),
        ["aheadSeconds"] = time is VirtualClock clock ? clock.Ahead.TotalSeconds : 0,
    });
}
