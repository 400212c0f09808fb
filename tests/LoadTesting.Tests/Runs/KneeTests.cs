using Frostline.LoadTesting;
using Frostline.LoadTesting.Scenarios;
using LoadTesting.Tests.Engines;
using Testing;

namespace LoadTesting.Tests.Runs;

/// <summary>A service that bears so much and no more.</summary>
public sealed class KneeTests : IDisposable
{
    private readonly TemporaryFolder folder = new("knee");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Search_FindsWhereAServiceBreaks()
    {
        // One request at a time, 10 ms each and a little more: 100 a second at the very most, and queues grow long before.
        using var turn = new SemaphoreSlim(1);
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await turn.WaitAsync(context.RequestAborted);
            await Task.Delay(10);
            turn.Release();
        });
        var request = new LoadRequest
        {
            Scenario = new()
            {
                Name = "knee", Requests = [new() { Name = "root", Path = "/" }], Objectives = new() { P95Milliseconds = 300, AverageMilliseconds = 150 },
                Profiles = new Dictionary<string, ProfileSettings> { ["search"] = new() { Search = new() { From = 10, To = 640, Hold = TimeSpan.FromSeconds(1.5), Precision = 30 } } },
            },
            Profile = "search", Stages = [], Target = server.Address,
        };

        var result = (await new LoadTest(TimeProvider.System, _ => { }, folder.Path).RunAsync(request, null, TestContext.Current.CancellationToken)).Result;

        var knee = result.Knee.ShouldNotBeNull();
        knee.Upper.ShouldNotBeNull().ShouldBeInRange(15, 320);
        knee.Lower.ShouldBeLessThan(knee.Upper.Value);
        knee.Trials.Count.ShouldBeGreaterThan(1);
        result.Reasons[0].ShouldContain("/s");
    }
}
