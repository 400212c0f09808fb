using Frostline.LoadTesting.Validity;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Engines;

/// <summary>An engine that works outside this process: it takes time to be ready, and watches itself.</summary>
internal interface IPreparedEngine
{
    /// <summary>Gets everything ready, so that a run starts at once.</summary>
    Task PrepareAsync(LoadPlan plan, CancellationToken cancellation);

    /// <summary>How well the last run kept to its plan.</summary>
    /// <param name="lag">From due to sent.</param>
    /// <param name="own">What this process saw of itself.</param>
    GeneratorReading Read(Histogram lag, GeneratorReading own);
}
