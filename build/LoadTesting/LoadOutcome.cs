using Frostline.LoadTesting.Baselines;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Reports;

namespace Frostline.LoadTesting;

/// <summary>A finished run: its result, and what a baseline is made of.</summary>
public sealed class LoadOutcome
{
    private readonly Measured measured;

    internal LoadOutcome(LoadResult result, Measured measured) => (Result, this.measured) = (result, measured);

    public LoadResult Result { get; }

    /// <summary>Keeps the run's figures for later runs to be compared with; replaces what is there.</summary>
    /// <param name="name">The baseline's name.</param>
    /// <param name="path">The file, such as <c>tests/LoadTests/baselines/main.json</c>.</param>
    public Task SaveBaselineAsync(string name, string path) => Baseline.Of(name, measured, Result.ScenarioHash).WriteAsync(path);
}
