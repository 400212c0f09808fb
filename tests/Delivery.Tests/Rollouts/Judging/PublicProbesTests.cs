using Frostline.Delivery.Rollouts.Judging;
using Testing;

namespace Delivery.Tests.Rollouts.Judging;

public sealed class PublicProbesTests
{
    [Fact]
    public async Task Probes_CountWhatFailedAndSinceWhen()
    {
        await using var revisions = await TwoRevisions.StartAsync();
        await using var probes = PublicProbes.Start([new("api", revisions.Target.StableHost!, revisions.Target.Paths)], revisions.Client, TimeProvider.System);
        await Eventually.Is(() => probes.Sent >= 3);
        var good = probes.Failed;

        var moment = TimeProvider.System.GetUtcNow();
        revisions.Stable = (context, _) =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        await Eventually.Is(() => probes.Failed >= 4);
        await probes.DisposeAsync();
        var (sent, failed) = (probes.Sent, probes.Failed);

        good.ShouldBe(0);
        probes.FailedSince(moment).ShouldBeGreaterThanOrEqualTo(3);
        probes.FailedSince(TimeProvider.System.GetUtcNow()).ShouldBe(0);
        sent.ShouldBeGreaterThanOrEqualTo(3 + failed);
        probes.Examples[0].ShouldMatch(@"^\d\d:\d\d:\d\d\.\d{3} GET http://127\.0\.0\.1:\d+/(missing)?: status 503$");
    }

    [Fact]
    public async Task Cadence_WhenTheReceiverIsSlow_KeepsItsBeat()
    {
        var beats = new List<long>();
        var start = TimeProvider.System.GetTimestamp();

        await Cadence.BeatAsync(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(300), TimeProvider.System, (_, due) => beats.Add(due), TestContext.Current.CancellationToken);

        beats.Count.ShouldBe(15);
        TimeProvider.System.GetElapsedTime(beats[0], beats[^1]).ShouldBe(TimeSpan.FromMilliseconds(280), TimeSpan.FromMilliseconds(1));
        TimeProvider.System.GetElapsedTime(start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(270));
    }
}
