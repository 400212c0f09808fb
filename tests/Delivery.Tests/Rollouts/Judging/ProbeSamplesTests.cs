using Frostline.Delivery.Rollouts.Judging;
using Frostline.Measurement;

namespace Delivery.Tests.Rollouts.Judging;

public sealed class ProbeSamplesTests
{
    private readonly ProbeSamples samples = new([new("/"), new("/version")], TimeProvider.System);

    [Fact]
    public void Samples_AreKeptByPathAndRevision()
    {
        Add("/", 1, null, candidate: false);
        Add("/", 2, null, candidate: true);
        Add("/version", 3, "status 500", candidate: true);
        Add("/version", 4, "status 502", candidate: true);

        var (root, version) = (samples.Read()[0], samples.Read()[1]);

        (root.Stable.Milliseconds[0], root.Candidate.Milliseconds[0]).ShouldBe((1, 2));
        (version.Stable.Requests, version.Candidate.Requests, version.Candidate.Failed).ShouldBe((0, 2, 2));
        version.Candidate.FirstFailure.ShouldBe("GET /version: status 500");
        samples.ReadRecentErrors().ShouldBe(new Proportion(2, 3));
    }

    [Fact]
    public void RecentErrors_ForgetWhatIsOlderThanAMinute()
    {
        Add("/", 1, "status 500", candidate: true, age: TimeSpan.FromMinutes(2));
        Add("/", 1, null, candidate: true);

        samples.ReadRecentErrors().ShouldBe(new Proportion(0, 1));
        samples.Read()[0].Candidate.Failed.ShouldBe(1);
    }

    [Fact]
    public void Times_OfALongStep_AreTheLatestButAllRequestsCount()
    {
        for (var number = 0; number < 10_005; number++)
            Add("/", number, null, candidate: true);

        var candidate = samples.Read()[0].Candidate;

        (candidate.Milliseconds.Count, candidate.Milliseconds[0], candidate.Requests).ShouldBe((10_000, 5, 10_005));
    }

    private void Add(string path, double milliseconds, string? problem, bool candidate, TimeSpan age = default) => samples.Add(
        new(new(new("http://api/"), new(path), TimeProvider.System.GetTimestamp() - (long)(age.TotalSeconds * TimeProvider.System.TimestampFrequency)), milliseconds, problem),
        candidate);
}
