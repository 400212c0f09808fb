using Frostline.Delivery.Settings;
using Frostline.LoadTesting.Scenarios;
using Testing;

namespace LoadTesting.Tests.Scenarios;

/// <summary>Scenarios as files: what is good is read, and everything that is wrong is told at once.</summary>
public sealed class ScenarioFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new("scenarios");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_OfEveryShippedScenario_FindsNothingWrong()
    {
        var files = Directory.GetFiles(Path.Combine(Checkout.Root, "tests", "LoadTests"), "*.json").Where(file => !file.EndsWith("schema.json", StringComparison.Ordinal)).ToArray();

        files.Select(Path.GetFileNameWithoutExtension).Order().ShouldBe(["baseline", "database", "peak", "smoke", "soak", "stress", "thousand-users"]);
        foreach (var file in files)
            ScenarioFile.Load(file).Profiles.ShouldNotBeEmpty(file);
    }

    [Fact]
    public void Schema_IsTheOneBesideTheScenarios()
    {
        var file = Path.Combine(Checkout.Root, "tests", "LoadTests", "scenario.schema.json");
        if (Environment.GetEnvironmentVariable(Golden.UpdateVariable) == "1")
            File.WriteAllText(file, ScenarioFile.Schema());

        File.ReadAllText(file).ReplaceLineEndings("\n").ShouldBe(ScenarioFile.Schema());
    }

    [Fact]
    public void Load_OfAScenarioWithManyMistakes_TellsThemAll() => Errors("""
        {
          "requests": [
            { "name": "list", "weight": 60, "path": "coffees" },
            { "name": "log", "weight": 30, "path": "/coffees", "method": "POTS", "speed": 3 }
          ],
          "profiles": { "short": { "stages": [{ "rate": "10", "duration": "10s" }] } }
        }
        """).ShouldBe([
            "load.json: requests[0].path: 'coffees' does not start with a slash. Give the path from the root of the service.",
            "load.json: requests[1].method: 'POTS' is not a method. Give GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.",
            "load.json: requests[1].speed: is not a known key. Known are: name, weight, method, path, headers, body, status, contains, extract, then.",
            "load.json: profiles.short.stages[0].rate: '10' is not a number. Write a number without quotes.",
            "load.json: profiles.short.stages[0].duration: '10s' is not a duration. Give hh:mm:ss.",
        ]);

    [Fact]
    public void Load_OfAScenarioThatDoesNotFitTogether_TellsThatToo()
    {
        folder.Write("empty.csv", "type,size\n");

        Errors("""
            {
              "data": { "coffees": "empty.csv", "others": "nowhere.csv" },
              "requests": [
                { "name": "list", "weight": 60, "path": "/coffees/${idd}" },
                { "name": "list", "weight": 30, "path": "/days", "body": "x", "then": [{ "name": "follow", "path": "/", "weight": 5 }] }
              ],
              "profiles": {
                "both": { "stages": [{ "rate": 5, "users": 5, "duration": "00:00:10" }] },
                "none": { "stages": [] },
                "mixed": { "stages": [{ "rate": 5, "duration": "00:00:10" }, { "users": 5, "duration": "00:00:10", "measured": false }] }
              }
            }
            """).ShouldBe([
                "load.json: requests: has weights that add up to 90. Let them add up to 100.",
                "load.json: data.coffees: 'empty.csv' has no rows. Give it at least one below its head.",
                "load.json: data.others: 'nowhere.csv' cannot be read. Give the path of a file, relative to the scenario.",
                "load.json: requests[0].path: '${idd}' is not known here. Known are: user, uuid, today, monthAgo, number, coffees.type, coffees.size.",
                "load.json: requests[1].body: goes with GET. Choose another method, or leave the body out.",
                "load.json: requests[1].then[0].weight: '5' is the weight of a follow-up. Leave it out: it is sent as often as what it follows.",
                "load.json: profiles.both.stages[0]: has both a rate and users. Give one of 'rate' and 'users'.",
                "load.json: profiles.both.stages: mixes rates and users. Make two profiles: what the two models answer is not the same.",
                "load.json: profiles.none.stages: is empty. Give at least one stage, or a search.",
                "load.json: profiles.mixed.stages: mixes rates and users. Make two profiles: what the two models answer is not the same.",
            ]);
    }

    [Fact]
    public void Load_OfASignInWithWhatItCannotHave_SaysSo_AndHeadersKnowWhatItBrings() => Errors("""
        {
          "headers": { "Authorization": "Bearer ${token}", "X-Other": "${other}" },
          "signIn": { "name": "sign in", "weight": 5, "path": "/sign-in", "extract": { "token": "token" }, "then": [{ "name": "again", "path": "/" }] },
          "requests": [{ "name": "list", "path": "/" }],
          "profiles": { "short": { "stages": [{ "rate": 10, "duration": "00:00:10" }] } }
        }
        """).ShouldBe([
            "load.json: signIn.weight: '5' is the weight of the sign-in. Leave it out: it is sent once for each user.",
            "load.json: signIn.then: follows the sign-in. Let it follow a request, or leave it out.",
            "load.json: headers.X-Other: '${other}' is not known here. Known are: user, uuid, today, monthAgo, number, token.",
        ]);

    [Fact]
    public void Load_OfWhatIsNotJson_NamesThePlace() => Errors("{ \"requests\": [ }").Single().ShouldStartWith("load.json:1:17: is not JSON");

    [Theory]
    [InlineData("a,b\n1,\"x, \"\"y\"\"\"\n2,z\n", 2, "x, \"y\"")]
    [InlineData("a,b\r\n1,x\r\n", 1, "x")]
    public void Feed_OfCsv_ReadsQuotesAndLineEnds(string csv, int rows, string first)
    {
        var feed = DataFeed.Read(folder.Write("feed.csv", csv));

        feed.Count.ShouldBe(rows);
        feed.Value(0, "b").ShouldBe(first);
        feed.Value(rows, "b").ShouldBe(first);
    }

    private IReadOnlyList<string> Errors(string json) =>
        [.. Should.Throw<SettingsException>(() => ScenarioFile.Load(folder.Write("load.json", json))).Errors.Select(error => error.ToString())];
}
