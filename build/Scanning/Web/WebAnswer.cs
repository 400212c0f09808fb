using System.Net;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Web;

/// <summary>What came back.</summary>
internal sealed record WebAnswer(Uri Address, HttpStatusCode Status, IReadOnlyDictionary<string, string[]> Headers, string Body)
{
    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? string.Join(", ", values) : null;

    public bool IsPage => Header("Content-Type")?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Where it sends to, when it does.</summary>
    public Uri? Target => (int)Status is >= 300 and < 400 && Header("Location") is { } location && Uri.TryCreate(Address, location, out var target) ? target : null;
}

/// <summary>Takes a finding: rule, severity, page, fact, remedy and OWASP id.</summary>
internal delegate void WebFinding(string rule, Severity severity, Uri page, string fact, string remedy, string owasp);
