using System.Globalization;
using System.Net;
using System.Text;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Reports.Charts;
using Frostline.LoadTesting.Verdicts;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Reports;

/// <summary>A run as one page without a network: figures, drawings, and what it ran on.</summary>
internal static class HtmlReport
{
    public static string Of(LoadResult result, Measured measured, Histogram? baseline)
    {
        var charts = new RunCharts(result, measured.Timeline);
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
        page.Append(CultureInfo.InvariantCulture, $"<title>{Safe(result.Run)}</title><style>{HtmlStyle.Sheet}</style><body>");
        Head(page, result);
        Requests(page, result);
        Chart(page, "Response times", "milliseconds, from when requests were due; over seconds", [("p50", "p50"), ("p95", "p95"), ("p99", "p99")], charts.Latency());
        Chart(page, "Heat map", "<span>few <i class=\"shades\"></i>most of what ended then</span>milliseconds, by powers of ten", [], charts.Heat());
        Chart(page, "Requests", "per second", [("p50", "answered or failed"), ("bad", "failed")], charts.Rate());
        Chart(page, "Waiting", "requests without an answer yet", [], charts.InFlight());
        Server(page, measured, charts);
        Chart(page, "By percentile", "milliseconds", [("p95", "response: from due"), ("p50", "service: from sent"), .. baseline is null ? [] : ((string, string)[])[("base", $"baseline {result.Baseline?.Name}")]],
            RunCharts.Curve(measured.Response, Histogram.Merge(measured.Recorder.Requests.Select(request => request.Service.Snapshot())), baseline));
        Comparisons(page, result);
        Stages(page, result);
        Errors(page, result);
        Foot(page, result);
        return page.Append("</body></html>\n").ToString();
    }

    private static void Head(StringBuilder page, LoadResult result)
    {
        var verdict = result.Verdict.ToString().ToLowerInvariant();
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Safe(result.Scenario)}: {verdict}</h1><p class=\"soft\">profile {Safe(result.Profile)} · {Safe(result.Target.ToString())} · {result.Start:yyyy-MM-dd HH:mm:ss} UTC · {result.Seconds:0} s</p>");
        page.Append(CultureInfo.InvariantCulture, $"<div class=\"verdict {verdict}\"><ul>{string.Concat(result.Reasons.Select(reason => $"<li>{Safe(reason)}</li>"))}</ul></div>");
    }

    private static void Requests(StringBuilder page, LoadResult result)
    {
        page.Append("<h2>Requests</h2><div class=\"wide\"><table><tr><th>request<th>count<th>/s<th>errors<th>p50<th>p90<th>p95<th>p99<th>p99.9<th>max<th>service p95</tr>");
        foreach (var request in result.Requests.Append(result.Total))
            page.Append(CultureInfo.InvariantCulture,
                $"<tr><td>{Safe(request.Name)}<td>{request.Count}<td>{request.Rate:0.0}<td{(request.Failed > 0 ? " class=\"bad\"" : "")}>{request.Failed}<td>{request.Response.P50:0.0}<td>{request.Response.P90:0.0}<td>{request.Response.P95:0.0}<td>{request.Response.P99:0.0}<td>{request.Response.P999:0.0}<td>{request.Response.Max:0.0}<td>{request.Service.P95:0.0}</tr>");
        page.Append("</table></div><p class=\"soft\">Milliseconds from when a request was due to its last byte; the last column from when it was sent.</p>");
    }

    private static void Chart(StringBuilder page, string title, string unit, IReadOnlyList<(string Colour, string Name)> key, string drawing)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{title}</h2><p class=\"soft key\">{string.Concat(key.Select(line => $"<span><i style=\"background:var(--{line.Colour})\"></i>{Safe(line.Name)}</span>"))}{unit}</p>");
        page.Append(CultureInfo.InvariantCulture, $"<div class=\"chart\">{drawing}</div>");
    }

    private static void Server(StringBuilder page, Measured measured, RunCharts charts)
    {
        if (measured.Server.Count < 2)
        {
            page.Append("<h2>Service</h2><p class=\"soft\">What it used could not be seen from here.</p>");
            return;
        }

        Chart(page, "Service: cores", "used by its replicas", [], charts.Cores(measured.Server));
        Chart(page, "Service: memory", "MB, of all replicas", [("p99", "resident"), ("p50", "left by the last collection")], charts.Memory(measured.Server));
        var told = RunCharts.Told(measured.Server);
        if (told.Count < 2)
        {
            page.Append("<p class=\"soft\">The service tells no metrics of its own: collections, threads and connections of the database are not known.</p>");
            return;
        }

        Chart(page, "Service: collections", "percent of the time in which they stopped it", [], charts.Steps("Time in collections", told, "p99", (seconds, before, now) => (now.PauseSeconds - before.PauseSeconds) / seconds * 100));
        Chart(page, "Service: thread pool", "", [("p95", "threads"), ("bad", "work that waits for one")], charts.Service("Threads and queue of the pool", told, ("p95", one => one.PoolThreads), ("errors", one => one.PoolQueue)));
        Chart(page, "Service: connections of the database", "", [("p95", "busy"), ("p50", "idle"), ("bad", "requests that wait for one")],
            charts.Service("Connections of the database", told, ("p50", one => one.ConnectionsIdle), ("p95", one => one.ConnectionsBusy), ("errors", one => one.ConnectionsWaiting)));
        Chart(page, "Service: commands to the database", "milliseconds, on average", [], charts.Steps("Time of a command", told, "p95",
            (_, before, now) => now.Commands > before.Commands ? (now.CommandSeconds - before.CommandSeconds) / (now.Commands - before.Commands) * 1000 : 0));
    }

    private static void Comparisons(StringBuilder page, LoadResult result)
    {
        if (result.Baseline is not { Comparisons.Count: > 0 } baseline)
            return;
        page.Append(CultureInfo.InvariantCulture, $"<h2>Against baseline {Safe(baseline.Name)}: {baseline.Change.ToString().ToLowerInvariant()}</h2><div class=\"wide\"><table><tr><th>request<th><th>before<th>now<th>change<th>from<th>to<th></tr>");
        foreach (var pair in baseline.Comparisons)
            page.Append(CultureInfo.InvariantCulture,
                $"<tr><td>{Safe(pair.Request)}<td>{pair.Percentile}<td>{pair.Baseline:0.00}<td>{pair.Candidate:0.00}<td>{(pair.Ratio - 1) * 100:+0.0;-0.0} %<td>{(pair.Lower - 1) * 100:+0.0;-0.0} %<td>{(pair.Upper - 1) * 100:+0.0;-0.0} %<td{(pair.Change == Change.Regressed ? " class=\"bad\"" : "")}>{pair.Change.ToString().ToLowerInvariant()}</tr>");
        page.Append("</table></div>");
    }

    private static void Stages(StringBuilder page, LoadResult result)
    {
        page.Append("<h2>Stages</h2><div class=\"wide\"><table><tr><th>stage<th>from<th>to<th>count<th>/s<th>errors<th>p50<th>p95<th>p99<th>verdict</tr>");
        foreach (var stage in result.Stages)
            page.Append(CultureInfo.InvariantCulture,
                $"<tr><td>{Safe(stage.Name)}<td>{stage.From:0.#} s<td>{stage.To:0.#} s{(stage.Measured ? $"<td>{stage.Count}<td>{Fixed(stage.Rate)}<td>{stage.Errors}<td>{Fixed(stage.Response.P50)}<td>{Fixed(stage.Response.P95)}<td>{Fixed(stage.Response.P99)}<td>{stage.Verdict.ToString()!.ToLowerInvariant()}" : "<td><td><td><td><td><td><td>not measured")}</tr>");
        page.Append("</table></div>");
    }

    private static void Errors(StringBuilder page, LoadResult result)
    {
        if (result.Total.Failed == 0)
            return;
        page.Append("<h2>Errors</h2><div class=\"wide\"><table><tr><th>request<th>kind<th>count<th>for instance</tr>");
        foreach (var request in result.Requests)
        {
            foreach (var (kind, count) in request.Errors)
                page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Safe(request.Name)}<td>{kind.ToString().ToLowerInvariant()}<td>{count}<td>{Safe(request.ErrorSamples.GetValueOrDefault(kind)?.FirstOrDefault() ?? "")}</tr>");
        }

        page.Append("</table></div>");
    }

    private static void Foot(StringBuilder page, LoadResult result)
    {
        var (generator, made) = (result.Generator, result.Connections);
        page.Append("<h2>Connections</h2><div class=\"wide\"><table><tr><th>milliseconds<th>count<th>p50<th>p95<th>p99<th>max</tr>");
        foreach (var (name, count, times) in ((string, long, Percentiles?)[])[("TCP handshake", made.Made, made.Connect), ("TLS handshake", made.Made, made.Tls), ("first byte, from sent", result.Total.Count, made.FirstByte)])
            page.Append(times is null ? "" : string.Create(CultureInfo.InvariantCulture, $"<tr><td>{name}<td>{count}<td>{times.P50:0.00}<td>{times.P95:0.00}<td>{times.P99:0.00}<td>{times.Max:0.00}</tr>"));
        page.Append("</table></div>");
        page.Append(CultureInfo.InvariantCulture,
            $"<h2>Generator</h2><p>{(result.Valid ? "It kept to its plan." : $"<span class=\"bad\">The run is invalid: {Safe(string.Join("; ", result.InvalidBecause))}.</span>")}</p><p class=\"soft\">lag p99 {generator.LagP99:0.00} ms, worst {generator.LagMax:0.0} ms · {generator.CpuPercent:0} % of all cores · work waited {generator.PoolDelayP99:0.00} ms for a thread (p99) · collections {generator.GcPercent:0.0} % of the time · {made.Made} connections</p><p class=\"soft\">{Safe(result.Machine.ToString())} · seed {result.Seed} · scenario {Safe(result.ScenarioHash)}</p>");
    }

    private static string Fixed(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
