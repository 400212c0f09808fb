using Frostline.LoadTesting.Validity;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Engines;

/// <summary>An engine that may need time to be ready, because it works outside this process, and that watches itself.</summary>
internal interface IPreparedEngine
{
    /// <summary>Gets everything ready, so that a run starts at once.</summary>
    Task PrepareAsync(LoadPlan plan, CancellationToken cancellation);

    /// <summary>How well the last run kept to its plan.</summary>
    /// <param name="lag">From due to sent.</param>
    /// <param name="own">What this process saw of itself.</param>
    GeneratorReading Read(Histogram lag, GeneratorReading own);
}
