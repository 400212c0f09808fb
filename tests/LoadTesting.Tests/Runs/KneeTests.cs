using System.Diagnostics;
using Frostline.LoadTesting;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Knees;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Reports;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Validity;
using Frostline.LoadTesting.Verdicts;

namespace LoadTesting.Tests.Runs;

/// <summary>The search for the rate at which objectives break, over runs whose outcome is known.</summary>
public sealed class KneeTests
{
    [Fact]
    public async Task Search_NarrowsDownWhereTheServiceBreaks()
    {
        var result = await SearchAsync(rate => rate <= 137 ? 20 : 900);

        var knee = result.Knee.ShouldNotBeNull();
        knee.Lower.ShouldBeInRange(128, 137);
        knee.Upper.ShouldNotBeNull().ShouldBeInRange(137, 146);
        knee.Trials.Count.ShouldBeLessThan(12);
        result.Verdict.ShouldBe(LoadVerdict.Pass);
        result.Reasons[0].ShouldStartWith("the service bears from ");
        result.Reasons[0].ShouldContain("p95 is 900 ms, not below 500 ms");
    }

    [Fact]
    public async Task Search_OfAServiceThatBearsEverything_EndsAtItsHighestRate()
    {
        var result = await SearchAsync(_ => 20);

        result.Knee!.Lower.ShouldBe(640);
        result.Knee.Upper.ShouldBeNull();
        result.Reasons[0].ShouldBe("the service bears 640/s, the highest rate of the search");
    }

    [Fact]
    public async Task Search_OfAServiceThatBearsNothing_Fails()
    {
        var result = await SearchAsync(_ => 900);

        result.Verdict.ShouldBe(LoadVerdict.Fail);
        result.Reasons[0].ShouldStartWith("not even 10/s holds: p95 is 900 ms");
    }

    [Fact]
    public async Task Search_WithAGeneratorThatIsLate_BlamesTheGenerator()
    {
        var result = await SearchAsync(_ => 20, lateAbove: 100);

        result.Knee!.Lower.ShouldBeInRange(80, 100);
        result.Knee.Saturated.ShouldBe("the generator: the service may bear more");
        result.Verdict.ShouldBe(LoadVerdict.Inconclusive);
        result.Reasons[0].ShouldMatch(@"^the service bears \d+/s at least: what was late at \d+/s was the generator, twice \(requests were sent late: ");
        result.Knee.Trials.Count(trial => trial.Rate == result.Knee.Upper).ShouldBe(2);
    }

    [Fact]
    public async Task Search_ThatIsCancelled_SaysWhatItKnowsByThen_AndJudgesNothing()
    {
        using var cancel = new CancellationTokenSource();

        var result = await SearchAsync(rate =>
        {
            if (rate > 50)
                cancel.Cancel();
            return 20;
        }, cancellation: cancel.Token);

        result.Verdict.ShouldBe(LoadVerdict.Inconclusive);
        result.Reasons.ShouldBe(["the search was cut short: the service bears 40/s at least", "the run ended early: it was cancelled"]);
        result.Knee!.Trials.Select(trial => trial.Rate).ShouldBe([10, 20, 40]);
        result.Knee.Upper.ShouldBeNull();
    }

    private static async Task<LoadResult> SearchAsync(Func<double, double> milliseconds, double lateAbove = double.MaxValue, CancellationToken cancellation = default)
    {
        var profile = new ProfileSettings { Search = new() { From = 10, To = 640, Precision = 5 } };
        var request = new LoadRequest
        {
            Scenario = new() { Name = "knee", Requests = [new() { Name = "root", Path = "/" }], Profiles = new Dictionary<string, ProfileSettings> { ["search"] = profile } },
            Profile = "search", Stages = [], Target = new("http://127.0.0.1/"),
        };
        var search = new KneeSearch((asked, over) => Task.FromResult(Run(asked, milliseconds(asked.Stages[1].To), asked.Stages[1].To > lateAbove) with { EndedEarly = over.IsCancellationRequested ? "it was cancelled" : null }), _ => { }, "none");
        return (await search.RunAsync(request, profile.Search!, cancellation)).Result;
    }

    private static Measured Run(LoadRequest request, double milliseconds, bool late)
    {
        var recorder = new RunRecorder(["root"], request.Stages);
        var ended = (long)(milliseconds / 1000 * Stopwatch.Frequency);
        for (var number = 0; number < 100; number++)
            ((IExchangeSink)recorder).Ended(new Exchange { Request = 0, Stage = 1, Due = 1, Sent = 1, FirstByte = ended, Ended = 1 + ended, Status = 200 });
        return new()
        {
            Request = request, Start = DateTimeOffset.UnixEpoch, Seconds = 1, MeasuredSeconds = 1, Recorder = recorder, Timeline = [], Server = [],
            Slices = new(recorder, new(), 0, 1, 5), Generator = new GeneratorReading(late ? 50 : 0.1, late ? 50 : 0.2, 100, 0.1, 0, 10, 50),
        };
    }
}
