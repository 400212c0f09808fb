using Frostline.Delivery.Settings;

namespace Frostline.LoadTesting.Scenarios;

/// <summary>What must fit together in a scenario.</summary>
internal sealed class ScenarioRules(Scenario scenario, SettingsErrors errors)
{
    private readonly Dictionary<string, IReadOnlyList<string>> columns = [];

    public void Check()
    {
        Weights();
        foreach (var (name, file) in scenario.Data)
            Feed($"data.{name}", name, file);
        List<string> known = [];
        if (scenario.SignIn is { } signIn)
            SignIn(signIn, known);
        Headers("headers", scenario.Headers, known);
        for (var index = 0; index < scenario.Requests.Count; index++)
            Chain($"requests[{index}]", scenario.Requests[index], [.. known]);
        Names();
        if (scenario.Profiles.Count == 0)
            errors.Add("profiles", null, "is empty", "Name at least one profile.");
        foreach (var (name, profile) in scenario.Profiles)
            Profile($"profiles.{name}", profile);
    }

    private void Weights()
    {
        if (scenario.Requests.Count == 0)
            errors.Add("requests", null, "is empty", "Name at least one request.");
        for (var index = 0; index < scenario.Requests.Count; index++)
        {
            if (scenario.Requests[index].Weight is null && scenario.Requests.Count > 1)
                errors.Add($"requests[{index}].weight", null, "is missing", "Add it: its share of all requests, in percent.");
        }

        var sum = scenario.Requests.Sum(request => request.Weight ?? 0);
        if (scenario.Requests.All(request => request.Weight is not null) && scenario.Requests.Count > 0 && sum != 100)
            errors.Add("requests", null, $"has weights that add up to {sum}", "Let them add up to 100.");
    }

    private void Feed(string path, string name, string file)
    {
        try
        {
            var feed = DataFeed.Read(Path.Combine(scenario.Folder, file));
            columns[name] = feed.Columns;
            if (feed.Count == 0)
                errors.Add(path, file, "has no rows", "Give it at least one below its head.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            errors.Add(path, file, "cannot be read", "Give the path of a file, relative to the scenario.");
        }
        catch (InvalidDataException error)
        {
            errors.Add(path, file, error.Message, "Correct the file.");
        }
    }

    private void SignIn(RequestSettings signIn, List<string> known)
    {
        if (signIn.Weight is not null)
            errors.Add("signIn.weight", $"{signIn.Weight}", "is the weight of the sign-in", "Leave it out: it is sent once for each user.");
        if (signIn.Then.Count > 0)
            errors.Add("signIn.then", null, "follows the sign-in", "Let it follow a request, or leave it out.");
        Chain("signIn", signIn, known);
    }

    private void Chain(string path, RequestSettings request, List<string> known)
    {
        Known($"{path}.path", request.Path, known);
        Headers($"{path}.headers", request.Headers, known);
        if (request.Body is { } body)
            Known($"{path}.body", body.GetRawText(), known);
        if (request.Body is not null && request.Method is "GET" or "HEAD")
            errors.Add($"{path}.body", null, $"goes with {request.Method}", "Choose another method, or leave the body out.");
        known.AddRange(request.Extract.Keys);
        for (var index = 0; index < request.Then.Count; index++)
        {
            if (request.Then[index].Weight is not null)
                errors.Add($"{path}.then[{index}].weight", $"{request.Then[index].Weight}", "is the weight of a follow-up", "Leave it out: it is sent as often as what it follows.");
            Chain($"{path}.then[{index}]", request.Then[index], known);
        }
    }

    private void Headers(string path, IReadOnlyDictionary<string, string> headers, List<string> known)
    {
        foreach (var (name, value) in headers)
        {
            using var probe = new HttpRequestMessage();
            if (!probe.Headers.TryAddWithoutValidation(name, "") && !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
                errors.Add($"{path}.{name}", null, "is not the name of a header", "Use letters, digits and dashes.");
            Known($"{path}.{name}", value, known);
        }
    }

    private void Known(string path, string text, List<string> extracted)
    {
        List<string> known = [.. Words.All, .. columns.SelectMany(feed => feed.Value.Select(column => $"{feed.Key}.{column}")), .. extracted];
        foreach (var name in new Template(text).Names.Where(name => !known.Contains(name)))
            errors.Add(path, $"${{{name}}}", "is not known here", Nearest.Remedy(name, known));
    }

    private void Names()
    {
        foreach (var same in scenario.AllRequests.GroupBy(request => request.Name).Where(same => same.Count() > 1))
            errors.Add("requests", same.Key, $"names {same.Count()} requests", "Give each its own name.");
    }

    private void Profile(string path, ProfileSettings profile)
    {
        if (profile.Search is { } search)
        {
            if (profile.Stages.Count > 0)
                errors.Add($"{path}.stages", null, "stands beside a search", "Keep one of them.");
            if (search.To <= search.From)
                errors.Add($"{path}.search.to", $"{search.To}", $"is not above {search.From}", "Give a rate the service cannot bear.");
            return;
        }

        if (profile.Stages.Count == 0)
            errors.Add($"{path}.stages", null, "is empty", "Give at least one stage, or a search.");
        for (var index = 0; index < profile.Stages.Count; index++)
            Stage($"{path}.stages[{index}]", profile.Stages[index]);
        if (profile.Stages.Count > 0 && !profile.Stages.Any(stage => stage.Measured))
            errors.Add($"{path}.stages", null, "has no stage that is measured", "Let at least one count.");
        if (profile.Stages.Any(stage => stage.Rate is not null) && profile.Stages.Any(stage => stage.Users is not null))
            errors.Add($"{path}.stages", null, "mixes rates and users", "Make two profiles: what the two models answer is not the same.");
    }

    private void Stage(string path, StageSettings stage)
    {
        if (stage.Rate is null == stage.Users is null)
            errors.Add(path, null, stage.Rate is null ? "has neither a rate nor users" : "has both a rate and users", "Give one of 'rate' and 'users'.");
        if (Math.Max(stage.Rate ?? stage.Users ?? 0, stage.To ?? 0) <= 0)
            errors.Add(path, null, "has no load", "Give a rate or users above 0, at its start or its end.");
    }
}
