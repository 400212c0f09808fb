using System.Text.Json;
using Frostline.Delivery;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Reports;

namespace Frostline.LoadTesting;

/// <summary>A load test from request to result: the door of this library.</summary>
public sealed class LoadTest(TimeProvider clock, Action<string> print)
{
    /// <summary>Loads the target as asked, judges, and writes <c>result.json</c> and the reports.</summary>
    /// <param name="request">What to load, and how.</param>
    /// <param name="folder">The runs' folder: the files go into one below it, named after the run.</param>
    /// <param name="cancellation">Ends the run early; what was measured until then is reported, and judged inconclusive.</param>
    /// <exception cref="DeliveryException">Nobody answers at the target.</exception>
    public async Task<LoadResult> RunAsync(LoadRequest request, string folder, CancellationToken cancellation)
    {
        var engine = new HttpEngine();
        await FirstContact.TryAsync(request, cancellation);
        var measured = await new LoadRun(request, engine, clock, print).RunAsync(cancellation);
        var result = ResultOf.Run(measured, engine.Name);
        await WriteAsync(result, Path.Combine(folder, result.Run));
        return result;
    }

    private static Task WriteAsync(LoadResult result, string folder) => AtomicFile.WriteAsync(
        Path.Combine(folder, "result.json"), JsonSerializer.SerializeToUtf8Bytes(result, DeliveryJson.Options), CancellationToken.None);
}
