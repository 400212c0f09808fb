using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Web;

/// <summary>
/// Looks at a deployed web application as any visitor may: a few dozen GET requests, nothing is attacked, nothing is changed.
/// </summary>
/// <param name="http">Sends the requests; must not follow redirects, so that they are seen.</param>
/// <param name="addresses">Where the applications answer; none when nothing is deployed.</param>
public sealed class WebScanner(HttpClient http, params IReadOnlyList<Uri> addresses) : IScanner
{
    private const string Stranger = "https://elsewhere.invalid";
    private const int MostPages = 8;

    private static readonly string[] Redirecting = ["returnUrl", "redirect", "url", "next"];

    private readonly List<Finding> findings = [];
    private int requests;

    public string Name => "web";

    /// <summary>How long one answer may take, to its end; default 10 seconds.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Today: certificates end.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A client that shows redirects and takes any certificate: who is behind it is a finding, and nothing secret is sent.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
#pragma warning disable CA5359 // A bad certificate is told by TransportRules; here it must not hide what the application answers.
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
    })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

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

        return new($"{string.Join(", ", addresses)}: {requests} requests", [.. findings.DistinctBy(finding => (new Uri(finding.Place.Path).Authority, finding.Rule, finding.Fact))])
        {
            Missing = silent.Count == 0 ? null : string.Join(" ", silent),
        };
    }

    private async Task<string?> TryAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            if (address.Scheme == "https")
                await TransportRules.CheckAsync(address, Time.GetUtcNow(), Add, cancellation);
            await LookAtPagesAsync(address, cancellation);
            await CheckErrorsAsync(address, cancellation);
            await CheckOriginsAsync(address, cancellation);
            await CheckRedirectsAsync(address, cancellation);
            return null;
        }
        catch (Exception problem) when (problem is HttpRequestException or SocketException or AuthenticationException or IOException || problem is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return problem.Message.TrimEnd('.');
        }
    }

    /// <summary>The front page, and those it leads to.</summary>
    private async Task LookAtPagesAsync(Uri root, CancellationToken cancellation)
    {
        var (waiting, known) = (new Queue<Uri>([root]), new HashSet<Uri> { root });
        for (var looked = 0; looked < MostPages && waiting.TryDequeue(out var page); looked++)
        {
            var answer = await GetAsync(page, cancellation);
            HeaderRules.Check(answer, Add);
            ContentRules.Check(answer, Add);
            foreach (var next in Links.In(answer).Where(known.Add))
                waiting.Enqueue(next);
        }
    }

    private async Task CheckErrorsAsync(Uri root, CancellationToken cancellation)
    {
        var missing = await GetAsync(new Uri(root, "/no-such-page-7c1f"), cancellation);
        ContentRules.Check(missing, Add);
        if ((int)missing.Status < 400)
            Add("missing-page-found", Severity.Low, missing.Address, $"A page that does not exist answers {(int)missing.Status}.", "Answer 404.", "A05:2021");
        foreach (var malformed in new[] { "/%00", "?a[=%ZZ&b='\"<" })
        {
            var broken = await GetAsync(new Uri(root, malformed), cancellation);
            ContentRules.Check(broken, Add);
            if ((int)broken.Status >= 500)
                Add("error-handling", Severity.Medium, broken.Address, $"A malformed request answers {(int)broken.Status}.", "Answer 400 to what cannot be read.", "A05:2021");
        }
    }

    /// <summary>Pages without an origin of their own, such as sandboxed frames and files, say <c>null</c>: anybody can be that.</summary>
    private async Task CheckOriginsAsync(Uri root, CancellationToken cancellation)
    {
        foreach (var origin in new[] { Stranger, "null" })
        {
            var answer = await GetAsync(root, cancellation, ("Origin", origin));
            var (allowed, credentials) = (answer.Header("Access-Control-Allow-Origin"), answer.Header("Access-Control-Allow-Credentials") == "true");
            if (allowed == origin || allowed == "*" && credentials)
                Add("any-origin", credentials ? Severity.High : Severity.Medium, answer.Address, $"Any site may use the application{(credentials ? " with its visitor's cookies" : "")}.", "Name the origins.", "A05:2021");
        }
    }

    private async Task CheckRedirectsAsync(Uri root, CancellationToken cancellation)
    {
        foreach (var (name, target) in Redirecting.SelectMany(name => new[] { (name, Stranger), (name, "//elsewhere.invalid") }))
        {
            var answer = await GetAsync(new Uri(root, $"?{name}={Uri.EscapeDataString(target)}"), cancellation);
            if (answer.Target?.Host == "elsewhere.invalid")
                Add("open-redirect", Severity.High, answer.Address, $"'{name}' sends visitors anywhere.", "Redirect to local addresses only.", "A01:2021");
        }
    }

    private Task<WebAnswer> GetAsync(Uri page, CancellationToken cancellation, params (string Name, string Value)[] headers)
    {
        requests++;
        return new WebClient(http, Deadline).GetAsync(page, headers, cancellation);
    }

    private void Add(string rule, Severity severity, Uri page, string fact, string remedy, string owasp) =>
        findings.Add(new("web", rule, severity, new(page.GetLeftPart(UriPartial.Path)), fact, remedy) { References = [$"OWASP {owasp}"] });
}
