using System.ComponentModel;
using System.Text.Json;
using Frostline.Delivery.Settings;

namespace Frostline.LoadTesting.Scenarios;

/// <summary>One kind of request: what is sent, what must come back, what is taken from it, and what follows.</summary>
public sealed record RequestSettings
{
    [Description("Names the request in every report.")]
    [Matches("^[A-Za-z0-9][A-Za-z0-9 ._/{}-]{0,59}$", "is not a request name", "Use up to 60 letters, digits, spaces and ._/{}-, starting with a letter or digit.")]
    public required string Name { get; init; }

    [Description("Its share of all requests, in percent. Follow-ups and the sign-in have none.")]
    [Between(1, 100)]
    public int? Weight { get; init; }

    [Description("The method.")]
    [Matches("^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$", "is not a method", "Give GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.")]
    public string Method { get; init; } = "GET";

    [Description("Path and query; may hold ${…}.")]
    [Matches("^/", "does not start with a slash", "Give the path from the root of the service.")]
    public required string Path { get; init; }

    [Description("Headers of this request; they replace those of the scenario.")]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Text is sent as it is; anything else as JSON. Placeholders inside are filled in.</summary>
    [Description("The body: text is sent as it is, anything else as JSON; may hold ${…}.")]
    public JsonElement? Body { get; init; }

    /// <summary>Empty: every status below 400 will do.</summary>
    [Description("Statuses that will do. Default: all below 400.")]
    [Between(100, 599)]
    public IReadOnlyList<int> Status { get; init; } = [];

    [Description("Text that the answer must hold.")]
    public string? Contains { get; init; }

    /// <summary>Name and place in the JSON of the answer, such as <c>items[0].id</c>.</summary>
    [Description("What later requests of the chain know as ${name}: name, and place in the answer's JSON such as items[0].id.")]
    public IReadOnlyDictionary<string, string> Extract { get; init; } = new Dictionary<string, string>();

    [Description("Requests that follow, one after the other, once this one was answered as it must be.")]
    public IReadOnlyList<RequestSettings> Then { get; init; } = [];

    internal IEnumerable<RequestSettings> WithFollowers() => Then.SelectMany(next => next.WithFollowers()).Prepend(this);

    internal bool Accepts(int status) => Status.Count == 0 ? status < 400 : Status.Contains(status);
}
