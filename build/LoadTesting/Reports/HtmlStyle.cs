namespace Frostline.LoadTesting.Reports;

/// <summary>How a report looks: in the light, in the dark, and on a telephone, where a drawing is half as wide and its words are not.</summary>
internal static class HtmlStyle
{
    public const string Sheet =
        """
        :root{color-scheme:light dark;--back:#fff;--text:#1b1f24;--soft:#5b6571;--edge:#d8dee4;--band:#f4f6f8;--odd:#e9edf1;--p50:#2f7d4f;--p95:#1f6feb;--p99:#b4540a;--bad:#c5221f;--unsure:#8a6100;--base:#8250df}
        @media(prefers-color-scheme:dark){:root{--back:#0f1317;--text:#e6eaee;--soft:#9aa4af;--edge:#303841;--band:#151a20;--odd:#1c232b;--p50:#56c288;--p95:#6ea8fe;--p99:#f0a35e;--bad:#ff7b72;--unsure:#e3b341;--base:#c297ff}}
        *{box-sizing:border-box}body{margin:0 auto;max-width:64rem;padding:1.25rem;background:var(--back);color:var(--text);font:15px/1.5 system-ui,sans-serif}
        h1{font-size:1.5rem;margin:0 0 .25rem;overflow-wrap:anywhere}h2{font-size:1.1rem;margin:2rem 0 .5rem}p{margin:.25rem 0}.soft{color:var(--soft);overflow-wrap:anywhere}
        .verdict{border-left:.35rem solid var(--p50);padding:.5rem .9rem;background:var(--band);margin:1rem 0}.fail{border-color:var(--bad)}.inconclusive{border-color:var(--unsure)}.verdict ul{margin:.25rem 0;padding-left:1.2rem}
        .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{padding:.3rem .6rem;text-align:right;border-bottom:1px solid var(--edge);white-space:nowrap}th:first-child,td:first-child{text-align:left}th{color:var(--soft);font-weight:600}
        svg{display:block;width:100%;height:auto}svg text{fill:var(--soft);font:12px system-ui,sans-serif}.grid{stroke:var(--edge)}.band{fill:var(--band);fill-opacity:.55}.odd{fill:var(--odd)}
        polyline{fill:none;stroke-width:1.8;stroke-linejoin:round}.p50,.rate{stroke:var(--p50)}.p95{stroke:var(--p95)}.p99{stroke:var(--p99)}.errors{stroke:var(--bad)}.baseline{stroke:var(--base);stroke-dasharray:5 4}.heat{fill:var(--p95)}
        .key span{display:inline-block;margin-right:1rem}.key i{display:inline-block;width:1.1rem;height:.2rem;margin-right:.35rem;vertical-align:middle}.bad{color:var(--bad)}.key .shades{width:4rem;height:.7rem;margin-left:.35rem;background:linear-gradient(90deg,color-mix(in srgb,var(--p95) 12%,transparent),var(--p95))}
        @media(max-width:640px){body{padding:.75rem .75rem .75rem 1.25rem}.chart{overflow:visible}svg{overflow:visible}svg text{font-size:23px}polyline{stroke-width:3.5}.narrow{display:none}.stage{transform:translateY(8px)}.time{transform:translateY(12px)}}
        """;
}
