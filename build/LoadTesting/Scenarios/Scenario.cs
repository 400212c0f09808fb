using System.ComponentModel;
using System.Text.Json.Serialization;
using Frostline.Delivery.Settings;

namespace Frostline.LoadTesting.Scenarios;

/// <summary>A load as somebody described it: what is asked, how often each, and in which stages. Read with <see cref="ScenarioFile"/>.</summary>
public sealed record Scenario
{
    /// <summary>The file's name without its ending.</summary>
    [JsonIgnore]
    public string Name { get; init; } = "";

    /// <summary>Full path of the folder that data files are relative to.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = "";

    [Description("What the scenario is for.")]
    public string? Description { get; init; }

    /// <summary>The service whose public address is loaded, unless an address is given for the run.</summary>
    [Description("The service of infrastructure/pipeline.json whose public address is loaded.")]
    public string Service { get; init; } = "api";

    [Description("The version of HTTP.")]
    public HttpKind Http { get; init; } = HttpKind.Http1;

    [Description("Whether connections are kept, or every request makes its own.")]
    public ConnectionKind Connections { get; init; } = ConnectionKind.Kept;

    /// <summary>How long an answer may take to its last byte.</summary>
    [Description("How long an answer may take to its last byte.")]
    [Seconds(0.01, 600)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests that may wait for their answers at once; what would be more is not sent, and counts as an error.</summary>
    [Description("Requests that may wait for their answers at once; what would be more is not sent, and counts as an error.")]
    [Between(1, 60_000)]
    public int MostInFlight { get; init; } = 8192;

    /// <summary>How many different users take part; <c>${user}</c> is the id of one.</summary>
    [Description("How many different users take part; ${user} is the id of one.")]
    [Between(1, 1_000_000)]
    public int Identities { get; init; } = 1000;

    /// <summary>What a user waits between two requests in stages of users; drawn anew each time, exponentially around this mean.</summary>
    [Description("What a user waits between two requests in stages of users, on average; drawn anew each time.")]
    [Seconds(0, 600)]
    public TimeSpan ThinkTime { get; init; }

    [Description("Headers of every request.")]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Files with rows to fill in: CSV with a head line, or JSON with a list of objects. <c>${name.column}</c> takes from the next row.</summary>
    [Description("Files (CSV with a head line, or JSON with a list of objects), relative to the scenario; ${name.column} takes from the next row.")]
    public IReadOnlyDictionary<string, string> Data { get; init; } = new Dictionary<string, string>();

    [Description("Sent once for each user before their first request; what it extracts is known to all their requests.")]
    public RequestSettings? SignIn { get; init; }

    [Description("What is asked; the weights add up to 100.")]
    public required IReadOnlyList<RequestSettings> Requests { get; init; }

    [Description("Loads by name; the first one is the default.")]
    public required IReadOnlyDictionary<string, ProfileSettings> Profiles { get; init; }

    [Description("What must hold instead of the environment's objectives.")]
    public ScenarioObjectives Objectives { get; init; } = new();

    /// <summary>Every request, follow-ups and sign-in among them, in the order of the file.</summary>
    [JsonIgnore]
    public IReadOnlyList<RequestSettings> AllRequests => [.. (SignIn is null ? Requests : [SignIn, .. Requests]).SelectMany(request => request.WithFollowers())];
}

/// <summary>A version of HTTP.</summary>
public enum HttpKind
{
    /// <summary>HTTP/1.1.</summary>
    Http1,

    /// <summary>HTTP/2, by prior knowledge where there is no TLS.</summary>
    Http2,
}

/// <summary>How long connections live.</summary>
public enum ConnectionKind
{
    /// <summary>Kept and used again.</summary>
    Kept,

    /// <summary>One for each request.</summary>
    Cold,
}
