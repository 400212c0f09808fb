using System.Text.Json.Nodes;

namespace Frostline.Delivery.Provisioning;

/// <summary>The infrastructure of one environment, compiled.</summary>
/// <param name="Template">ARM template.</param>
/// <param name="Parameters">What the environment's parameters file gives, each <c>{"value": …}</c>.</param>
/// <param name="Engine">What compiled it, with its version.</param>
public sealed record InfrastructureTemplate(JsonObject Template, JsonObject Parameters, string Engine)
{
    /// <summary>Whether the template has such a parameter.</summary>
    public bool Takes(string parameter) => Template["parameters"] is JsonObject parameters && parameters.ContainsKey(parameter);
}
