using System.Net;
using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>What ran on staging at one moment, as the task Status tells it.</summary>
public sealed record StagingStatus(JsonElement Status)
{
    /// <summary>The one revision that gets all of a service's traffic.</summary>
    public string LiveRevision(string service) =>
        Revisions(service).Single(revision => revision.GetProperty("weight").GetInt32() == 100).GetProperty("name").GetString()!;

    public IReadOnlyList<string> ActiveRevisions(string service) =>
        [.. Revisions(service).Where(revision => revision.GetProperty("active").GetBoolean()).Select(revision => revision.GetProperty("name").GetString()!)];

    /// <summary>Where a person reaches a service.</summary>
    public Uri Address(string service) => new(App(service).GetProperty("url").GetString()!);

    /// <summary>A person who comes back with the cookies of the last visit.</summary>
    public HttpClient Visitor(string service) => new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), UseCookies = true })
    {
        BaseAddress = Address(service), Timeout = TimeSpan.FromSeconds(90),
    };

    private JsonElement.ArrayEnumerator Revisions(string service) => App(service).GetProperty("revisions").EnumerateArray();

    private JsonElement App(string service) =>
        Status.GetProperty("apps").EnumerateArray().Single(app => app.GetProperty("service").GetString() == service);
}
