using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;

namespace Frostline.Delivery.Deployments;

/// <summary>What a deployment would do to one resource.</summary>
/// <param name="ResourceId">Its id.</param>
/// <param name="ChangeType"><c>Create</c>, <c>Modify</c>, <c>NoChange</c>, <c>Ignore</c> (not in the template), <c>Delete</c>, <c>Deploy</c> or <c>Unsupported</c>.</param>
/// <param name="Delta">What would differ, property by property; of modified resources only.</param>
/// <param name="UnsupportedReason">Why the platform cannot tell, or null.</param>
public sealed record WhatIfChange(string ResourceId, string ChangeType, IReadOnlyList<PropertyDelta> Delta, string? UnsupportedReason)
{
    /// <summary>Type and names, such as <c>Microsoft.App/containerApps/coffee-api</c>.</summary>
    public string Resource => ResourceId[(ResourceId.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? at + "/providers/".Length : 0)..];

    internal static WhatIfChange Parse(JsonObject change) => new(
        change.Text("resourceId") ?? "", change.Text("changeType") ?? "Unsupported", [.. change.Objects("delta").Select(PropertyDelta.Parse)], change.Text("unsupportedReason"));
}

/// <summary>One property that would differ.</summary>
/// <param name="Path">Path below the resource, or below the parent delta.</param>
/// <param name="Change"><c>Create</c>, <c>Delete</c>, <c>Modify</c>, <c>Array</c> (see the children) or <c>NoEffect</c>.</param>
/// <param name="Before">Its value now, or null.</param>
/// <param name="After">Its value then, or null.</param>
/// <param name="Children">Differences within it.</param>
public sealed record PropertyDelta(string Path, string Change, JsonNode? Before, JsonNode? After, IReadOnlyList<PropertyDelta> Children)
{
    internal static PropertyDelta Parse(JsonObject delta) => new(
        delta.Text("path") ?? "", delta.Text("propertyChangeType") ?? "Modify", delta["before"]?.DeepClone(), delta["after"]?.DeepClone(),
        [.. delta.Objects("children").Select(Parse)]);
}
