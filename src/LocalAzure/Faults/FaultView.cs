using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Management;

namespace LocalAzure.Faults;

/// <summary>A profile in force as the admin API shows it, with how often each of its faults has applied.</summary>
internal static class FaultView
{
    public static JsonObject Render(string target, ArmedProfile armed) => new()
    {
        ["target"] = target,
        ["since"] = Views.Instant(armed.Since),
        ["profile"] = JsonSerializer.SerializeToNode(armed.Profile, FaultProfile.Json),
        ["taken"] = new JsonObject
        {
            ["management"] = Counts(armed, armed.Profile.Management),
            ["ingress"] = Counts(armed, armed.Profile.Ingress),
            ["revisions"] = Counts(armed, armed.Profile.Revisions),
            ["template"] = armed.Profile.Template is { } template ? armed.Taken(template) : 0,
        },
    };

    private static JsonArray Counts(ArmedProfile armed, IEnumerable<Fault> faults) => new([.. faults.Select(fault => JsonValue.Create(armed.Taken(fault)))]);
}
