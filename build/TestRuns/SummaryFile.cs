using System.Text.Json;
using Frostline.Delivery;

namespace Frostline.TestRuns;

/// <summary><c>summary.json</c>, replaced whole.</summary>
internal static class SummaryFile
{
    public const string Name = "summary.json";

    public static Task WriteAsync(string folder, TestRunSummary summary, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(Path.Combine(folder, Name), JsonSerializer.SerializeToUtf8Bytes(summary, DeliveryJson.Options), cancellationToken);
}
