using System.Net;
using System.Text;
using System.Text.Json;
using Frostline.LoadTesting.Engines.Wire;
using Frostline.LoadTesting.Scenarios;

namespace Frostline.LoadTesting.Engines;

/// <summary>A request of the scenario, made ready to be sent often.</summary>
internal sealed class CompiledRequest
{
    private readonly Uri target;
    private readonly Uri? constant;
    private readonly Template path;
    private readonly (string Name, Template Value)[] headers;
    private readonly Template? body;
    private readonly string? contentType;
    private readonly HttpMethod method;
    private readonly Version version;

    public CompiledRequest(Scenario scenario, RequestSettings settings, int index, Uri target)
    {
        (Settings, Index, this.target, method) = (settings, index, target, HttpMethod.Parse(settings.Method));
        version = scenario.Http == HttpKind.Http2 ? HttpVersion.Version20 : HttpVersion.Version11;
        path = new(settings.Path);
        constant = path.IsConstant ? new Uri(target, settings.Path) : null;
        var all = new Dictionary<string, string>(Common(scenario, settings), StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in settings.Headers)
            all[name] = value;
        contentType = all.GetValueOrDefault("Content-Type") ?? (settings.Body is { ValueKind: not JsonValueKind.String } ? "application/json" : "text/plain");
        headers = [.. all.Where(header => !header.Key.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)).Select(header => (header.Key, new Template(header.Value)))];
        body = settings.Body is { } content ? new(content.ValueKind == JsonValueKind.String ? content.GetString()! : content.GetRawText()) : null;
        Wire = new(target, settings.Method, path, headers, body is null ? null : (body, contentType));
    }

    public RequestSettings Settings { get; }

    public int Index { get; }

    /// <summary>Its bytes in HTTP/1.1.</summary>
    public WireRequest Wire { get; }

    /// <summary>Whether the text of the answer is looked at.</summary>
    public bool ReadsAnswer => Settings.Contains is not null || Settings.Extract.Count > 0;

    public HttpRequestMessage Message(VirtualUser user)
    {
        var message = new HttpRequestMessage(method, constant ?? new Uri(target, path.Fill(user.Value))) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value.Fill(user.Value));
        if (body is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.Fill(user.Value)));
            message.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return message;
    }

    /// <summary>The sign-in goes without those that need what it brings.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Common(Scenario scenario, RequestSettings settings) => ReferenceEquals(settings, scenario.SignIn)
        ? scenario.Headers.Where(header => !new Template(header.Value).Names.Any(settings.Extract.ContainsKey))
        : scenario.Headers;

    /// <summary>Looks at the answer's text.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public string? Check(string answer, VirtualUser user)
    {
        if (Settings.Contains is { } text && !answer.Contains(text, StringComparison.Ordinal))
            return $"the answer does not hold '{text}'";
        foreach (var (name, place) in Settings.Extract)
        {
            if (JsonPlace.Find(answer, place) is not { } found)
                return $"the answer has no '{place}'";
            user.Keep(name, found);
        }

        return null;
    }
}
