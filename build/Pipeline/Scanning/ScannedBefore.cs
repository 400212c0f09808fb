using System.Globalization;
using Frostline.Delivery;
using Frostline.Delivery.Releases;

namespace Frostline.Pipeline.Scanning;

/// <summary>The sources that a scan passed last, and the day: advisories and suppressions change by the day.</summary>
internal sealed record ScannedBefore(string Stamp, string Sources)
{
    public bool HoldsStill => File.Exists(Stamp) && File.ReadAllText(Stamp) == Sources;

    public static async Task<ScannedBefore> ReadAsync(BuildContext context)
    {
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var sources = await SourceTree.HashAsync(context.Paths.Root, ["build", "src", "tests", "infrastructure", "docs", ".github"], ["*"], context.Cancellation);
        return new(Path.Combine(context.Paths.Scan, "passed"), $"{today} {sources}");
    }

    public void Forget()
    {
        if (File.Exists(Stamp))
            File.Delete(Stamp);
    }

    public Task WriteAsync(CancellationToken cancellation) => AtomicFile.WriteAsync(Stamp, System.Text.Encoding.UTF8.GetBytes(Sources), cancellation);
}
