using System.Text.Json.Nodes;

namespace Frostline.Delivery.Deployments;

/// <summary>A template to deploy, and with what.</summary>
/// <param name="Name">Name of the deployment in the group; one of the same name is replaced.</param>
/// <param name="Template">ARM template.</param>
/// <param name="Parameters">By name, each <c>{"value": …}</c> or <c>{"reference": …}</c> as a parameters file has them.</param>
public sealed record TemplateDeployment(string Name, JsonObject Template, JsonObject Parameters)
{
    /// <summary>Kept with the deployment, to be read by <see cref="IDeployments.FindAsync"/>.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>How long it may take. Default one hour: a first cache or firewall takes half of it.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(1);

    internal JsonObject Body(string? resultFormat = null)
    {
        var properties = new JsonObject
        {
            ["mode"] = "Incremental",
            ["template"] = Template.DeepClone(),
            ["parameters"] = Parameters.DeepClone(),
        };
        if (resultFormat is not null)
            properties["whatIfSettings"] = new JsonObject { ["resultFormat"] = resultFormat };
        var body = new JsonObject { ["properties"] = properties };

        // The body of a what-if has no tags.
        if (Tags.Count > 0 && resultFormat is null)
            body["tags"] = new JsonObject(Tags.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        return body;
    }
}
