using System.Globalization;
using System.Text.Json.Nodes;

namespace LocalAzure.Management;

internal static class Views
{
    public static JsonNode SystemData(DateTimeOffset created, DateTimeOffset modified) => new JsonObject
    {
        ["createdBy"] = "frostline",
        ["createdByType"] = "Application",
        ["createdAt"] = Instant(created),
        ["lastModifiedBy"] = "frostline",
        ["lastModifiedByType"] = "Application",
        ["lastModifiedAt"] = Instant(modified),
    };

    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
}
