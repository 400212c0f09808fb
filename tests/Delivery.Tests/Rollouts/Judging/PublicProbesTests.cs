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
        // Those that were due before count for the time before, however late this machine sent them.
        await Eventually.Is(() => probes.FailedSince(moment) >= 3);
        await probes.DisposeAsync();
        var (sent, failed) = (probes.Sent, probes.Failed);

        good.ShouldBe(0);
        failed.ShouldBeGreaterThanOrEqualTo(probes.FailedSince(moment));
        probes.FailedSince(TimeProvider.System.GetUtcNow()).ShouldBe(0);
        sent.ShouldBeGreaterThanOrEqualTo(3 + failed);
        probes.Examples[0].ShouldMatch(@"^\d\d:\d\d:\d\d\.\d{3} GET http://127\.0\.0\.1:\d+/(missing)?: status 503$");
    }

    [Fact]
    public async Task Cadence_WhenTheReceiverIsSlow_KeepsItsBeat()
    {
        var beats = new List<(long Number, long Due)>();
        var start = TimeProvider.System.GetTimestamp();

        await Cadence.BeatAsync(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(300), TimeProvider.System, (number, due) => beats.Add((number, due)), TestContext.Current.CancellationToken);

        var took = TimeProvider.System.GetElapsedTime(start);
        took.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(270));
        // Only a machine that stood still for a second has beats left out.
        beats.Count.ShouldBeInRange(took < TimeSpan.FromSeconds(1) ? 15 : 1, 15);
        beats.ShouldAllBe(beat => Math.Abs((TimeProvider.System.GetElapsedTime(beats[0].Due, beat.Due) - (beat.Number - beats[0].Number) * TimeSpan.FromMilliseconds(20)).TotalMilliseconds) < 1);
    }
}
