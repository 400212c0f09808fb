using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frostline.Delivery.Deployments;

namespace Frostline.Pipeline.Provisioning;

/// <summary>What a deployment would change, for people: resources first that would change, each property in a line.</summary>
internal static class WhatIfText
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(IReadOnlyList<WhatIfChange> changes)
    {
        var text = new StringBuilder();
        foreach (var change in changes.Where(change => Sign(change.ChangeType) is not null).OrderBy(change => change.Resource, StringComparer.OrdinalIgnoreCase))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Sign(change.ChangeType)} {change.Resource}{(change.UnsupportedReason is { } reason ? $": {reason}" : "")}\n");
            foreach (var delta in change.Delta)
                Append(text, delta, "", depth: 1);
        }

        return text.Append(Summary(changes)).ToString();
    }

    private static string Summary(IReadOnlyList<WhatIfChange> changes)
    {
        var parts = changes.GroupBy(change => Word(change.ChangeType)).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}");
        return changes.Count == 0 ? "nothing to deploy" : string.Join(", ", parts);
    }

    private static void Append(StringBuilder text, PropertyDelta delta, string parent, int depth)
    {
        var path = parent.Length == 0 ? delta.Path : int.TryParse(delta.Path, CultureInfo.InvariantCulture, out _) ? $"{parent}[{delta.Path}]" : $"{parent}.{delta.Path}";
        if (delta.Children.Count == 0)
            text.Append(' ', depth * 4).Append(Line(delta, path)).Append('\n');
        foreach (var child in delta.Children)
            Append(text, child, path, depth);
    }

    private static string Line(PropertyDelta delta, string path) => delta.Change switch
    {
        "Create" => $"+ {path}: {Value(delta.After)}",
        "Delete" => $"- {path}: {Value(delta.Before)}",
        "NoEffect" => $"= {path}: the platform decides",
        _ => $"~ {path}: {Value(delta.Before)} => {Value(delta.After)}",
    };

    private static string Value(JsonNode? value) => value?.ToJsonString(OneLine) ?? "null";

    private static string? Sign(string change) => change switch
    {
        "Create" => "+",
        "Modify" => "~",
        "Delete" => "-",
        "Deploy" => "!",
        "Unsupported" => "?",
        _ => null,
    };

    private static string Word(string change) => change switch
    {
        "Create" => "to create",
        "Modify" => "to change",
        "Delete" => "to delete",
        "NoChange" => "unchanged",
        "Ignore" => "not of this template",
        "Unsupported" => "unknown before deployment",
        _ => "to deploy",
    };
}
