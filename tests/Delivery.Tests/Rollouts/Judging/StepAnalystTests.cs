using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Rollouts.Judging;
using Frostline.Delivery.Settings;
using Microsoft.AspNetCore.Http;

namespace Delivery.Tests.Rollouts.Judging;

/// <summary>A step with real requests over real sockets, to two revisions and to a platform that tells of them.</summary>
public sealed class StepAnalystTests : IAsyncLifetime
{
    private static readonly TimeSpan Bake = TimeSpan.FromSeconds(1);

    /// <summary>The floor lies above what a busy machine adds to one answer of twenty, so that only a test about latency depends on it.</summary>
    private readonly AnalysisSettings settings = new()
    {
        PairsPerSecond = 60, MinimumSamples = 20, MinimumRequests = 40, Extensions = 4, LatencyFloor = TimeSpan.FromMilliseconds(500),
    };

    private TwoRevisions revisions = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => revisions = await TwoRevisions.StartAsync();

    public ValueTask DisposeAsync() => revisions.DisposeAsync();

    [Fact]
    public async Task Step_OfTwoEqualRevisions_PassesEveryMetric()
    {
        var analysis = await revisions.AnalyseAsync(settings, Bake, Cancellation);

        analysis.Reason.ShouldBeNull();
        analysis.Verdict.ShouldBe(Verdict.Pass);
        analysis.Metrics.Select(metric => metric.Metric).ShouldBe(["health", "errors", "latency /", "latency /missing", "platform errors"]);
        var errors = analysis.Metrics[1];
        (errors.Stable, errors.Candidate).ShouldBe((0, 0));
        errors.CandidateSamples.ShouldBeInRange(40, 300);
        (analysis.Metrics[^1].StableSamples, analysis.Metrics[^1].CandidateSamples).ShouldBe((1000, 500));
        analysis.Seconds.ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task Step_WhoseCandidateFails_EndsAtOnce()
    {
        revisions.Candidate = (context, _) => StatusAsync(context, 503);

        var analysis = await revisions.AnalyseAsync(settings, TimeSpan.FromMinutes(5), Cancellation);

        analysis.Verdict.ShouldBe(Verdict.Fail);
        analysis.Seconds.ShouldBeLessThan(150);
        analysis.Reason.ShouldNotBeNull().ShouldMatch(@"^api, errors: \d+ of \d+ requests \(100 %\) failed, which is more than 5 %; the first: GET /: status 503\.$");
    }

    [Fact]
    public async Task Step_WhoseCandidateHangs_EndsWhenTheFirstProbesAreOverdue()
    {
        revisions.Candidate = (context, _) => Task.Delay(TimeSpan.FromMinutes(1), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

        var analysis = await revisions.AnalyseAsync(settings with { ProbeTimeout = TimeSpan.FromSeconds(1) }, TimeSpan.FromMinutes(5), Cancellation);

        analysis.Verdict.ShouldBe(Verdict.Fail);
        analysis.Reason.ShouldNotBeNull().ShouldEndWith("the first: GET /: no answer within 1 s.");
    }

    [Fact]
    public async Task Step_WhoseCandidateIsSlower_FailsWhenItIsOver()
    {
        // By more than other work on this machine adds to most answers.
        revisions.Stable = (_, number) => Task.Delay(20 + number % 10);
        revisions.Candidate = (_, number) => Task.Delay(520 + number % 10);

        var analysis = await revisions.AnalyseAsync(settings with { LatencyFloor = TimeSpan.FromMilliseconds(20) }, Bake, Cancellation);

        analysis.Verdict.ShouldBe(Verdict.Fail);
        analysis.Reason.ShouldNotBeNull().ShouldStartWith("api, latency /: median ");
    }

    [Fact]
    public async Task Step_WhoseReplicaRestarts_EndsAtOnce()
    {
        revisions.State = look => ("Healthy", look == 0 ? 3 : 4);

        var analysis = await revisions.AnalyseAsync(settings, TimeSpan.FromMinutes(5), Cancellation);

        analysis.Reason.ShouldBe("api, health: replica 'api--2-a' restarted.");
        analysis.Seconds.ShouldBeLessThan(150);
    }

    [Fact]
    public async Task Step_WhoseCandidateBecomesUnhealthy_EndsAtOnce()
    {
        revisions.State = look => (look == 0 ? "Healthy" : "Unhealthy", 0);

        (await revisions.AnalyseAsync(settings, TimeSpan.FromMinutes(5), Cancellation)).Reason.ShouldBe("api, health: 'api--2' is Unhealthy, Running.");
    }

    [Fact]
    public async Task Step_WhenOnlyUsersMeetErrors_FailsByThePlatformsCounts()
    {
        revisions.Counts = () => [("api--1", "2xx", 1000), ("api--2", "2xx", 400), ("api--2", "5xx", 100)];

        var analysis = await revisions.AnalyseAsync(settings, TimeSpan.FromMinutes(5), Cancellation);

        analysis.Reason.ShouldBe("api, platform errors: 100 of 500 requests (20 %) failed, which is more than 5 %.");
    }

    [Fact]
    public async Task Step_WithoutThePlatformsCounts_IsProlongedAndThenInconclusive()
    {
        revisions.Counts = () => null;

        var analysis = await revisions.AnalyseAsync(settings with { Extensions = 1 }, TimeSpan.FromSeconds(1), Cancellation);

        analysis.Verdict.ShouldBe(Verdict.Inconclusive);
        analysis.Extensions.ShouldBe(1);
        analysis.Reason.ShouldNotBeNull().ShouldStartWith("api, platform errors: the platform's metrics could not be read:");
    }

    [Fact]
    public async Task Step_WhoseMetricsComeLate_IsProlongedUntilTheyTellOfTheCandidate()
    {
        // They are asked for when the step begins, every three seconds and when it ends: a busy machine does so at other times, and as often.
        var asked = 0;
        revisions.Counts = () => Interlocked.Increment(ref asked) <= 3
            ? [("api--1", "2xx", 1000)]
            : [("api--1", "2xx", 1000), ("api--2", "2xx", 200)];

        var analysis = await revisions.AnalyseAsync(settings with { Extensions = 5 }, TimeSpan.FromSeconds(1.2), Cancellation);

        analysis.Verdict.ShouldBe(Verdict.Pass, analysis.Reason);
        analysis.Extensions.ShouldBeInRange(1, 5);
    }

    [Fact]
    public async Task Step_OfAFirstDeployment_JudgesTheCandidateAlone()
    {
        revisions.Target = revisions.Target with { StableRevision = null, StableHost = null };

        var analysis = await revisions.AnalyseAsync(settings, Bake, Cancellation);

        analysis.Verdict.ShouldBe(Verdict.Pass, analysis.Reason);
        analysis.Metrics.Select(metric => metric.Metric).ShouldBe(["health", "errors"]);
        analysis.Metrics[1].StableSamples.ShouldBe(0);
    }

    [Fact]
    public async Task Step_WithoutTime_IsNotJudged()
    {
        var analysis = await revisions.AnalyseAsync(settings, TimeSpan.Zero, Cancellation);

        (analysis.Verdict, analysis.Metrics.Count, analysis.Reason).ShouldBe((Verdict.Pass, 0, "The settings give the step no time: it is not judged."));
    }

    [Fact]
    public async Task Step_ThatIsCancelled_StopsAtOnce()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        cancellation.CancelAfter(TimeSpan.FromMilliseconds(500));

        await Should.ThrowAsync<OperationCanceledException>(() => revisions.AnalyseAsync(settings, TimeSpan.FromMinutes(5), cancellation.Token));
    }

    private static Task StatusAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
