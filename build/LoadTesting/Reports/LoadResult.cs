using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Servers;
using Frostline.LoadTesting.Validity;
using Frostline.LoadTesting.Verdicts;

namespace Frostline.LoadTesting.Reports;

/// <summary>Everything a run says: the content of <c>result.json</c>. Times are milliseconds, rates are per second.</summary>
public sealed record LoadResult
{
    /// <summary>Scenario and start, the name of the run's folder.</summary>
    public required string Run { get; init; }

    public required string Scenario { get; init; }

    public required string Profile { get; init; }

    /// <summary>Changes when what is sent changes.</summary>
    public required string ScenarioHash { get; init; }

    public required Uri Target { get; init; }

    public required string Engine { get; init; }

    public required int Seed { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required double Seconds { get; init; }

    public required LoadVerdict Verdict { get; init; }

    /// <summary>The verdict in words, the most important first.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Whether the run ended before its time, and why; null when it did not.</summary>
    public string? EndedEarly { get; init; }

    /// <summary>Whether the generator kept to its plan; when not, the figures say nothing of the service.</summary>
    public required bool Valid { get; init; }

    public required IReadOnlyList<string> InvalidBecause { get; init; }

    public required GeneratorReading Generator { get; init; }

    /// <summary>Requests that the measured stages planned, per second; null in a closed model.</summary>
    public double? OfferedRate { get; init; }

    public required RequestResult Total { get; init; }

    public required IReadOnlyList<RequestResult> Requests { get; init; }

    public required IReadOnlyList<StageResult> Stages { get; init; }

    public required IReadOnlyList<ObjectiveResult> Objectives { get; init; }

    public BaselineResult? Baseline { get; init; }

    public KneeResult? Knee { get; init; }

    public IReadOnlyList<LeakResult>? Leaks { get; init; }

    public required ConnectionResult Connections { get; init; }

    /// <summary>What the service used; null where that cannot be seen.</summary>
    public ServerUse? Server { get; init; }

    public required Machine Machine { get; init; }
}

/// <summary>One kind of request, or all.</summary>
/// <param name="Name">As the scenario calls it.</param>
/// <param name="Count">Requests that were due in measured stages.</param>
/// <param name="Rate">Per second of measured time.</param>
/// <param name="Errors">By kind.</param>
/// <param name="ErrorSamples">A few of each kind.</param>
/// <param name="Statuses">Answers by status.</param>
/// <param name="Response">From due to the last byte: what a visitor waits.</param>
/// <param name="Service">From sent to the last byte: what a closed loop would have said.</param>
/// <param name="Bytes">Bytes of bodies.</param>
public sealed record RequestResult(
    string Name, long Count, double Rate, IReadOnlyDictionary<ErrorKind, long> Errors, IReadOnlyDictionary<ErrorKind, string[]> ErrorSamples,
    IReadOnlyDictionary<int, long> Statuses, Percentiles Response, Percentiles Service, long Bytes)
{
    /// <summary>Requests that failed.</summary>
    public long Failed => Errors.Values.Sum();
}

/// <summary>One stage.</summary>
public sealed record StageResult(
    string Name, double From, double To, bool Measured, long Count, double Rate, long Errors, Percentiles Response, LoadVerdict? Verdict, IReadOnlyList<string> Reasons);

/// <summary>What connections cost.</summary>
/// <param name="Made">How many were made, warm-up among them.</param>
/// <param name="Connect">TCP handshakes.</param>
/// <param name="Tls">TLS handshakes; null when there were none.</param>
/// <param name="FirstByte">From sent to the first bytes of the answer, the making of a connection among it.</param>
public sealed record ConnectionResult(long Made, Percentiles Connect, Percentiles? Tls, Percentiles FirstByte);
