using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Web;

/// <summary>
/// Looks at a deployed web application as any visitor may: a handful of GET requests, nothing is attacked, nothing is changed.
/// </summary>
/// <param name="http">Sends the requests; must not follow redirects, so that they are seen.</param>
/// <param name="addresses">Where the applications answer; none when nothing is deployed.</param>
public sealed class WebScanner(HttpClient http, params IReadOnlyList<Uri> addresses) : IScanner
{
    private const string Stranger = "https://elsewhere.invalid";
    private const int MostBytes = 1 << 20;

    private static readonly string[] Redirecting = ["returnUrl", "redirect", "url", "next"];

    private readonly List<Finding> findings = [];
    private int requests;

    public string Name => "web";

    /// <summary>A client that shows redirects and decides nothing by itself.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(10) };

    public async Task<Sighting> LookAsync(CancellationToken cancellation)
    {
        if (addresses.Count == 0)
            return Sighting.Without("Nothing that runs is there to look at. Deploy first, or give --url.");
        var silent = new List<string>();
        foreach (var address in addresses)
        {
            if (await TryAsync(address, cancellation) is { } problem)
                silent.Add($"{address} does not answer ({problem}). Start it, or give another --url.");
        }

        return new($"{string.Join(", ", addresses)}: {requests} requests", [.. findings.DistinctBy(finding => finding.Fingerprint)]) { Missing = silent.Count == 0 ? null : string.Join(" ", silent) };
    }

    private async Task<string?> TryAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            await LookAtAsync(address, cancellation);
            return null;
        }
        catch (Exception problem) when (problem is HttpRequestException or SocketException or AuthenticationException || problem is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return problem.Message.TrimEnd('.');
        }
    }

    private async Task LookAtAsync(Uri root, CancellationToken cancellation)
    {
        var front = await GetAsync(root, cancellation);
        HeaderRules.Check(front, Add);
        ContentRules.Check(front, Add);
        var missing = await GetAsync(new Uri(root, "/no-such-page-7c1f"), cancellation);
        ContentRules.Check(missing, Add);
        if ((int)missing.Status < 400)
            Add("missing-page-found", Severity.Low, missing.Address, $"A page that does not exist answers {(int)missing.Status}.", "Answer 404.", "A05:2021");
        var broken = await GetAsync(new Uri(root, "/%00?a[=%ZZ&b='\"<"), cancellation);
        ContentRules.Check(broken, Add);
        if ((int)broken.Status >= 500)
            Add("error-handling", Severity.Medium, broken.Address, $"A malformed request answers {(int)broken.Status}.", "Answer 400 to what cannot be read.", "A05:2021");
        await CheckOriginsAsync(root, cancellation);
        await CheckRedirectsAsync(root, cancellation);
    }

    private async Task CheckOriginsAsync(Uri root, CancellationToken cancellation)
    {
        var answer = await GetAsync(root, cancellation, ("Origin", Stranger));
        var (allowed, credentials) = (answer.Header("Access-Control-Allow-Origin"), answer.Header("Access-Control-Allow-Credentials") == "true");
        if (allowed == Stranger || allowed == "*" && credentials)
            Add("any-origin", credentials ? Severity.High : Severity.Medium, answer.Address, $"Any site may use the application{(credentials ? " with its visitor's cookies" : "")}.", "Name the origins.", "A05:2021");
    }

    private async Task CheckRedirectsAsync(Uri root, CancellationToken cancellation)
    {
        foreach (var name in Redirecting)
        {
            var answer = await GetAsync(new Uri(root, $"?{name}={Uri.EscapeDataString(Stranger)}"), cancellation);
            if ((int)answer.Status is >= 300 and < 400 && answer.Header("Location")?.StartsWith(Stranger, StringComparison.OrdinalIgnoreCase) == true)
                Add("open-redirect", Severity.High, answer.Address, $"'{name}' sends visitors anywhere.", "Redirect to local addresses only.", "A01:2021");
        }
    }

    private async Task<WebAnswer> GetAsync(Uri page, CancellationToken cancellation, params (string Name, string Value)[] headers)
    {
        requests++;
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var buffer = new byte[MostBytes];
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        var length = await stream.ReadAtLeastAsync(buffer, MostBytes, throwOnEndOfStream: false, cancellation);
        var all = answer.Headers.Concat(answer.Content.Headers).ToLookup(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase);
        return new(page, answer.StatusCode, all.ToDictionary(header => header.Key, header => header.SelectMany(values => values).ToArray(), StringComparer.OrdinalIgnoreCase), System.Text.Encoding.UTF8.GetString(buffer, 0, length));
    }

    private void Add(string rule, Severity severity, Uri page, string fact, string remedy, string owasp) =>
        findings.Add(new("web", rule, severity, new(page.GetLeftPart(UriPartial.Path)), fact, remedy) { References = [$"OWASP {owasp}"] });
}

/// <summary>What came back.</summary>
internal sealed record WebAnswer(Uri Address, HttpStatusCode Status, IReadOnlyDictionary<string, string[]> Headers, string Body)
{
    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? string.Join(", ", values) : null;

    public bool IsPage => Header("Content-Type")?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>Takes a finding: rule, severity, page, fact, remedy and OWASP id.</summary>
internal delegate void WebFinding(string rule, Severity severity, Uri page, string fact, string remedy, string owasp);
