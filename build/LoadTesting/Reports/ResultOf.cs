using System.Globalization;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Servers;
using Frostline.LoadTesting.Verdicts;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Reports;

/// <summary>Makes the result of what was measured: figures, verdicts, and the one that sums them up.</summary>
internal static class ResultOf
{
    public static LoadResult Run(Measured measured, string engine)
    {
        var (request, recorder) = (measured.Request, measured.Recorder);
        var requests = recorder.Requests.Where(kind => kind.Count > 0).Select(kind => Of(kind, measured.MeasuredSeconds)).ToList();
        var total = Total(requests, recorder, measured.MeasuredSeconds);
        var invalid = measured.Generator.Reasons;
        var objectives = Objectives.Judge(request.Objectives, measured.Response, total.Count, total.Failed)
            .Select(objective => Objectives.Dated(objective, request.Objectives, measured.Timeline, request.Stages)).ToList();
        var open = request.Stages.Where(stage => stage.Measured && stage.IsOpen).ToList();
        return Judged(new LoadResult
        {
            Run = $"{request.Scenario.Name}-{measured.Start.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}",
            Scenario = request.Scenario.Name,
            Profile = request.Profile,
            ScenarioHash = ScenarioFile.Hash(request.Scenario, request.Stages),
            Target = request.Target,
            Engine = engine,
            Seed = request.Seed,
            Start = measured.Start,
            Seconds = Math.Round(measured.Seconds, 3),
            Verdict = LoadVerdict.Inconclusive,
            Reasons = [],
            EndedEarly = measured.EndedEarly,
            Valid = invalid.Count == 0,
            InvalidBecause = invalid,
            Generator = measured.Generator,
            OfferedRate = open.Count == 0 ? null : Math.Round(open.Sum(stage => stage.Expected) / open.Sum(stage => stage.Duration.TotalSeconds), 2),
            Total = total,
            Requests = requests,
            Stages = StagesOf(measured),
            Objectives = objectives,
            Leaks = request.Settings.Leaks ? LeakCheck.Judge(measured.Server, LoadStages.Length(request.Stages.TakeWhile(stage => !stage.Measured)).TotalSeconds) : null,
            Connections = new(
                recorder.Connect.Snapshot().Count, Percentiles.Of(recorder.Connect.Snapshot()),
                recorder.Tls.Snapshot() is { Count: > 0 } tls ? Percentiles.Of(tls) : null, Percentiles.Of(recorder.FirstByte.Snapshot())),
            Server = ServerUse.Of(measured.Server),
            Machine = Machine.Current,
        });
    }

    public static string EndedEarly(string why) => $"the run ended early: {why}";

    /// <summary>Sums all verdicts up: what the generator spoiled is nobody's failure, and a regression is one.</summary>
    public static LoadResult Judged(LoadResult result)
    {
        var failed = result.Objectives.Where(objective => objective.Verdict == LoadVerdict.Fail).Select(objective => $"{objective}{Where(result, objective)}")
            .Concat(result.Baseline is { Change: Change.Regressed } baseline ? baseline.Reasons : [])
            .Concat(result.Leaks?.Where(leak => leak.Verdict == LoadVerdict.Fail).Select(leak => leak.Reason) ?? []).ToList();
        List<string> unsure =
        [
            .. result.InvalidBecause,
            .. result.Objectives.Where(objective => objective.Verdict == LoadVerdict.Inconclusive).Select(objective => objective.ToString()),
            .. result.Baseline is { Change: Change.Inconclusive } open ? open.Reasons : [],
            .. result.Leaks?.Where(leak => leak.Verdict == LoadVerdict.Inconclusive).Select(leak => leak.Reason) ?? [],
        ];
        if (result.EndedEarly is { } early)
            (failed.Count > 0 ? failed : unsure).Insert(0, EndedEarly(early));
        var verdict = !result.Valid ? LoadVerdict.Inconclusive : failed.Count > 0 ? LoadVerdict.Fail : unsure.Count > 0 ? LoadVerdict.Inconclusive : LoadVerdict.Pass;
        List<string> reasons = verdict switch
        {
            LoadVerdict.Pass => [.. result.Objectives.Select(objective => objective.ToString()), .. result.Baseline?.Reasons ?? []],
            LoadVerdict.Fail => failed,
            _ => [.. unsure, .. failed],
        };
        return result with { Verdict = verdict, Reasons = reasons };
    }

    /// <summary>Where an objective is missed most: the request that is worst of all.</summary>
    private static string Where(LoadResult result, ObjectiveResult objective)
    {
        if (result.Requests.Count < 2)
            return "";
        var worst = objective.Name switch
        {
            "errors" => result.Requests.MaxBy(request => request.Failed)!,
            "p95" => result.Requests.MaxBy(request => request.Response.P95)!,
            _ => result.Requests.MaxBy(request => request.Response.Mean)!,
        };
        return $"; the worst is '{worst.Name}'";
    }

    private static RequestResult Of(RequestRecorder request, double seconds) => new(
        request.Name, request.Count, Math.Round(request.Count / seconds, 2), request.ErrorsByKind, request.Samples, request.Statuses,
        Percentiles.Of(request.Response.Snapshot()), Percentiles.Of(request.Service.Snapshot()), request.Bytes);

    private static RequestResult Total(List<RequestResult> requests, RunRecorder recorder, double seconds) => new(
        "all", requests.Sum(request => request.Count), Math.Round(requests.Sum(request => request.Count) / seconds, 2),
        Sum(requests.SelectMany(request => request.Errors)), new Dictionary<ErrorKind, string[]>(), Sum(requests.SelectMany(request => request.Statuses)),
        Percentiles.Of(Histogram.Merge(recorder.Requests.Select(request => request.Response.Snapshot()))),
        Percentiles.Of(Histogram.Merge(recorder.Requests.Select(request => request.Service.Snapshot()))), requests.Sum(request => request.Bytes));

    private static Dictionary<TKey, long> Sum<TKey>(IEnumerable<KeyValuePair<TKey, long>> counts)
        where TKey : notnull => counts.GroupBy(count => count.Key).ToDictionary(same => same.Key, same => same.Sum(count => count.Value));

    /// <summary>One stage by itself.</summary>
    /// <param name="stage">As it was planned.</param>
    /// <param name="recorder">What was counted in it.</param>
    /// <param name="objectives">What it is held to.</param>
    /// <param name="time">Second at which it started, and how many it lasted: fewer than planned when the run was cut short.</param>
    public static StageResult Of(Stage stage, StageRecorder recorder, LoadObjectives objectives, (double Start, double Length) time)
    {
        var response = recorder.Response.Snapshot();
        var broken = Objectives.Judge(objectives, response, recorder.Count, recorder.Errors).Where(objective => objective.Verdict == LoadVerdict.Fail).Select(objective => objective.ToString()).ToList();
        LoadVerdict? verdict = !stage.Measured ? null : recorder.Count == 0 ? LoadVerdict.Inconclusive : broken.Count > 0 ? LoadVerdict.Fail : LoadVerdict.Pass;
        return new(stage.Name, time.Start, time.Start + time.Length, stage.Measured, recorder.Count, Math.Round(recorder.Count / Math.Max(0.001, time.Length), 2), recorder.Errors, Percentiles.Of(response), verdict, broken);
    }

    private static List<StageResult> StagesOf(Measured measured)
    {
        var (results, start) = (new List<StageResult>(), 0.0);
        foreach (var (index, stage) in measured.Stages.Index())
        {
            var planned = stage.Duration.TotalSeconds;
            var length = measured.EndedEarly is null ? planned : Math.Clamp(measured.Seconds - start, 0, planned);
            results.Add(Of(stage, measured.Recorder.Stages[index], measured.Request.Objectives, (start, length)));
            start += length;
        }

        return results;
    }
}
