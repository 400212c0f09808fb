using System.Text.Json;

namespace LocalAzure.Registry;

internal static class ImageConfigurationReader
{
    /// <summary>Reads the <c>config</c> of an image configuration; what is absent is empty, a working directory is <c>/</c>.</summary>
    public static ImageConfiguration Read(JsonElement image)
    {
        var config = Member(image, "config") ?? default;
        return new ImageConfiguration(
            Strings(config, "Entrypoint"),
            Strings(config, "Cmd"),
            Strings(config, "Env").Select(line => line.Split('=', 2)).GroupBy(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "").ToDictionary(pair => pair.Key, pair => pair.Last()),
            Text(config, "WorkingDir") ?? "/",
            Text(config, "User"),
            Text(config, "StopSignal"));
    }

    private static IReadOnlyList<string> Strings(JsonElement config, string name) =>
        Member(config, name) is { } list ? [.. list.EnumerateArray().Select(entry => entry.GetString()!)] : [];

    private static string? Text(JsonElement config, string name) => Member(config, name)?.GetString() is { Length: > 0 } text ? text : null;

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
