using System.Globalization;

namespace Frostline.LoadTesting.Reports;

/// <summary>A result in a few lines, for the console.</summary>
public static class LoadSummary
{
    public static IReadOnlyList<string> Of(LoadResult result)
    {
        var width = Math.Max(8, result.Requests.Select(request => request.Name.Length).DefaultIfEmpty().Max());
        return
        [
            $"{"".PadRight(width)}     count       /s      p50      p95      p99      max ms   errors",
            .. result.Requests.Append(result.Total).Select(request => Line(request, width)),
            .. result.Stages.Where(stage => stage.Verdict is not null).Select(Of),
            .. result.Leaks?.Select(leak => leak.Reason) ?? [],
            .. result.Server is { } server ? [$"service: {server}"] : Array.Empty<string>(),
            Shown($"generator: lag p99 {result.Generator.LagP99:0.00} ms, {result.Generator.CpuPercent:0} % of all cores, collections {result.Generator.GcPercent:0.0} %{(result.Generator.MachinePercent is { } all ? Shown($", machine {all:0} % busy") : "")}"),
            $"{result.Verdict.ToString().ToUpperInvariant()}  {string.Join("; ", result.Reasons)}",
        ];
    }

    private static string Line(RequestResult request, int width) => Shown(
        $"{request.Name.PadRight(width)}  {request.Count,8}  {request.Rate,7:0.0}  {request.Response.P50,7:0.0}  {request.Response.P95,7:0.0}  {request.Response.P99,7:0.0}  {request.Response.Max,7:0.0}      {request.Failed,5}{Kinds(request)}");

    private static string Kinds(RequestResult request) =>
        request.Errors.Count == 0 ? "" : $"  {string.Join(", ", request.Errors.Select(error => $"{error.Key.ToString().ToLowerInvariant()} {error.Value}"))}{Sample(request)}";

    private static string Sample(RequestResult request) => request.ErrorSamples.Values.SelectMany(samples => samples).FirstOrDefault() is { } sample ? $" ({sample})" : "";

    /// <summary>One stage, in a line.</summary>
    public static string Of(StageResult stage) => Shown(
        $"stage {stage.Name}: {stage.Verdict.ToString()?.ToLowerInvariant() ?? "not measured"}, {stage.Rate:0.0}/s, p95 {stage.Response.P95:0.0} ms{(stage.Reasons.Count > 0 ? $" ({string.Join("; ", stage.Reasons)})" : "")}");

    private static string Shown(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
