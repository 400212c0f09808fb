using System.Globalization;
using System.Text.Json;

namespace Frostline.LoadTesting.Engines;

/// <summary>A place in JSON such as <c>items[0].id</c>.</summary>
internal static class JsonPlace
{
    /// <returns>The value there as text; null when there is none, or the text is not JSON.</returns>
    public static string? Find(string json, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var here = document.RootElement;
            foreach (var step in place.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
            {
                if (Next(here, step) is not { } next)
                    return null;
                here = next;
            }

            return here.ToString();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Next(JsonElement here, string step)
    {
        if (here.ValueKind == JsonValueKind.Object)
            return here.TryGetProperty(step, out var member) ? member : null;
        return here.ValueKind == JsonValueKind.Array && int.TryParse(step.Trim('[', ']'), CultureInfo.InvariantCulture, out var index) && index >= 0 && index < here.GetArrayLength()
            ? here[index]
            : null;
    }
}
