using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;
using static Delivery.Tests.Rollouts.Observations;

namespace Delivery.Tests.Rollouts;

public sealed class ExpiredStandbysTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-21T12:00:00+00:00", true)]
    [InlineData("2026-11-21T11:30:00-01:00", false)]
    [InlineData("2026-11-21T12:00:01+00:00", false)]
    [InlineData("some day", false)]
    [InlineData(null, false)]
    public void IsOver_GoesByTheTagOfTheApp(string? until, bool expected)
    {
        var seen = Seen("api", "new", ("old", 0), ("new", 100));
        if (until is not null)
            seen = seen with { App = seen.App! with { Tags = new Dictionary<string, string> { [ReleaseTags.StandbyUntil] = until } } };

        ExpiredStandbys.IsOver(seen, Now).ShouldBe(expected);
    }
}
