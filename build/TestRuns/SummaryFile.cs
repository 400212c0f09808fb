using System.Text.Json;
using System.Text.Json.Serialization;

namespace Frostline.TestRuns;

/// <summary><c>summary.json</c>, replaced whole.</summary>
internal static class SummaryFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write(string folder, TestRunSummary summary)
    {
        var path = Path.Combine(folder, "summary.json");
        var beside = $"{path}.{Environment.ProcessId}";
        using (var stream = File.Create(beside))
        {
            JsonSerializer.Serialize(stream, summary, Options);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }
}
