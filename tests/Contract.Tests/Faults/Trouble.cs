using System.Text.Json.Nodes;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests.Faults;

/// <summary>Something that goes wrong at a step of a promotion.</summary>
/// <param name="Name">What it is called in figures and failures.</param>
/// <param name="Profile">The fault profile, for a candidate that may not exist yet (<c>new</c>).</param>
internal sealed record Trouble(string Name, Func<string, JsonObject> Profile)
{
    /// <summary>The phase that can be met by it last and then takes the release back, or null when the release is promoted all the same.</summary>
    public RolloutPhase? Spoils { get; init; }

    /// <summary>What the report says when the release is taken back: one of these.</summary>
    public string[] Causes { get; init; } = [];

    /// <summary>Everything that LocalAzure can do to a rollout.</summary>
    public static IReadOnlyList<Trouble> All { get; } =
    [
        new("latency and jitter", _ => Ingress(new() { ["latencyMilliseconds"] = 40, ["jitterMilliseconds"] = 20 })),
        new("429 with Retry-After", _ => Management(new() { ["status"] = 429, ["retryAfterSeconds"] = 1, ["count"] = 2 })),
        new("409", _ => Management(new() { ["status"] = 409, ["method"] = "write", ["count"] = 3 })),
        new("500", _ => Management(new() { ["status"] = 500, ["count"] = 3 })),
        new("503", _ => Management(new() { ["status"] = 503, ["count"] = 3 })),
        new("lost calls", _ => Management(new() { ["drop"] = "before", ["count"] = 2 })),
        new("lost answers", _ => Management(new() { ["drop"] = "after", ["count"] = 2 })),
        new("expired token", _ => Management(new() { ["status"] = 401, ["count"] = 1 })),
        new("slow operations", _ => new() { ["operationSeconds"] = 1 }),
        new("slow cold start", _ => Revisions(new() { ["coldStartSeconds"] = 2 })),
        new("failing template", _ => new() { ["template"] = new JsonObject { ["count"] = 1 } })
        {
            Spoils = RolloutPhase.Create, Causes = ["Operation expired."],
        },
        new("stuck activating", _ => Revisions(new() { ["stuckActivating"] = true }))
        {
            Spoils = RolloutPhase.Create, Causes = ["was not ready within"],
        },
        new("crash loop", candidate => Revisions(new() { ["revision"] = candidate, ["crashAfterSeconds"] = 0.1 }))
        {
            Spoils = RolloutPhase.Verify, Causes = ["was not ready within", "will not get ready", "smoke check", "does not serve", "errors", "health"],
        },
        new("errors of the candidate", candidate => Ingress(new() { ["revision"] = candidate, ["status"] = 500 }))
        {
            Spoils = RolloutPhase.Verify, Causes = ["was not ready within", "smoke check", "errors", "does not serve"],
        },
        new("metrics lag", _ => new() { ["metricsLagSeconds"] = 600 })
        {
            Spoils = RolloutPhase.Verify, Causes = ["platform errors"],
        },
    ];

    private static JsonObject Ingress(JsonObject fault) => new() { ["ingress"] = new JsonArray(fault) };

    private static JsonObject Management(JsonObject fault) => new() { ["management"] = new JsonArray(fault) };

    private static JsonObject Revisions(JsonObject fault) => new() { ["revisions"] = new JsonArray(fault) };
}
