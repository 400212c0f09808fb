using System.Text.Json;
using Frostline.Delivery;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Validity;
using Frostline.LoadTesting.Verdicts;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Baselines;

/// <summary>The figures of a run that later runs are compared with, and what it ran on.</summary>
public sealed record Baseline
{
    public required string Name { get; init; }

    public required string Scenario { get; init; }

    public required string Profile { get; init; }

    /// <summary>Changes when what is sent changes: then nothing can be compared.</summary>
    public required string ScenarioHash { get; init; }

    public required Machine Machine { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Response times by request: a histogram as text for each slice.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Slices { get; init; }

    /// <summary>What the machine took for the same work in each slice; empty when that was not looked at.</summary>
    public IReadOnlyList<string> Gauge { get; init; } = [];

    /// <summary>Percent of all cores that others used meanwhile; null where that is not told.</summary>
    public double? Elsewhere { get; init; }

    /// <summary>Which work the gauge did.</summary>
    public int GaugeVersion { get; init; }

    internal RunSlices Run => new([.. Slices.Select(request => new RequestSlices(request.Key, Read(request.Value)))], GaugeVersion == MachineGauge.Version ? Read(Gauge) : []) { Elsewhere = Elsewhere };

    internal Histogram Response => Histogram.Merge(Run.Requests.SelectMany(request => request.Slices));

    /// <summary>Reads a baseline.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DeliveryException">It is damaged.</exception>
    public static Baseline Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Baseline>(File.ReadAllBytes(path), DeliveryJson.Options) ?? throw new JsonException("is empty");
        }
        catch (JsonException error)
        {
            throw new DeliveryException($"{Path.GetFileName(path)}: is not a baseline ({error.Message.TrimEnd('.')}). Save it anew with --save-baseline.", error);
        }
    }

    internal static Baseline Of(string name, Measured measured, string hash) => new()
    {
        Name = name,
        Scenario = measured.Request.Scenario.Name,
        Profile = measured.Request.Profile,
        ScenarioHash = hash,
        Machine = Machine.Current,
        Created = measured.Start,
        Slices = measured.Slices.All.Requests.ToDictionary(request => request.Request, request => Written(request.Slices)),
        Gauge = Written(measured.Slices.All.Gauge),
        GaugeVersion = MachineGauge.Version,
        Elsewhere = measured.Run.Elsewhere,
    };

    internal async Task WriteAsync(string path)
    {
        try
        {
            await AtomicFile.WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(this, DeliveryJson.Options), CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DeliveryException($"baseline '{Name}': it cannot be written ({error.Message.TrimEnd('.')}). Make room, or give the folder back; what was there before still is.", error);
        }
    }

    /// <summary>Why runs of this machine and scenario cannot be held against it; null when they can.</summary>
    public string? Unlike(LoadRequest request) => Unlike(Scenarios.ScenarioFile.Hash(request.Scenario, request.Stages));

    private static IReadOnlyList<Histogram> Read(IEnumerable<string> slices) => [.. slices.Select(HistogramText.Read)];

    private static IReadOnlyList<string> Written(IEnumerable<Histogram> slices) => [.. slices.Select(HistogramText.Write)];

    private string? Unlike(string hash) =>
        ScenarioHash != hash ? $"it was measured with another scenario, profile or scale ({Scenario}, {Profile}, {ScenarioHash}; now {hash})"
        : !Machine.IsLike(Machine.Current) ? $"it was measured on another machine ({Machine}; now {Machine.Current})"
        : null;
}
