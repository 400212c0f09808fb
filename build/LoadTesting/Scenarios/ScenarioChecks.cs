using Frostline.Delivery.Settings;
using Frostline.LoadTesting.Engines;

namespace Frostline.LoadTesting.Scenarios;

/// <summary>What of a scenario can be asked of a service that is in use: requests that only read, and need nothing that others bring.</summary>
public static class ScenarioChecks
{
    /// <param name="scenario">The scenario; each check has the first status that will do, and 200 when none is named.</param>
    /// <returns>The checks, filled in for one user that is new.</returns>
    public static IReadOnlyList<SmokeCheck> Of(Scenario scenario)
    {
        var user = new VirtualUser(new(), identity: 0, number: 0, new Dictionary<string, DataFeed>(), new Dictionary<string, string>());
        return
        [
            .. scenario.Requests.Where(request => request is { Method: "GET", Body: null }).Select(request => (Request: request, Headers: HeadersOf(scenario, request)))
                .Where(pair => pair.Headers.Values.Append(pair.Request.Path).All(text => new Template(text).Names.All(Words.All.Contains)))
                .Select(pair => new SmokeCheck
                {
                    Path = new Template(pair.Request.Path).Fill(user.Value), Status = pair.Request.Status is [var status, ..] ? status : 200, Contains = pair.Request.Contains,
                    Timeout = scenario.Timeout, Headers = pair.Headers.ToDictionary(header => header.Key, header => new Template(header.Value).Fill(user.Value)),
                }),
        ];
    }

    private static Dictionary<string, string> HeadersOf(Scenario scenario, RequestSettings request) => new(scenario.Headers.ExceptBy(request.Headers.Keys, header => header.Key).Concat(request.Headers));
}
