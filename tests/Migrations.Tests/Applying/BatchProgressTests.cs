using Frostline.Migrations.Applying;

namespace Frostline.Migrations.Tests.Applying;

public sealed class BatchProgressTests
{
    private readonly Clock clock = new();
    private readonly List<string> lines = [];

    private BatchProgress Progress(long before, long all) => new("1_Fill: beans", before, all, clock) { Print = lines.Add };

    [Fact]
    public void Reach_DrawsABar_WithTheSpeedOfThisRunAndTheTimeThatIsLeft()
    {
        var progress = Progress(before: 200_000, all: 1_000_000);
        clock.Second = 8;

        progress.Reach(600_000);

        lines.ShouldBe(["1_Fill: beans: [############........]  60 %  600,000 of about 1,000,000 rows, 50,000/s, 8 s left"]);
    }

    [Fact]
    public void Reach_OfATableThatWasNeverCounted_TellsRowsAndSpeed()
    {
        var progress = Progress(before: 0, all: -1);
        clock.Second = 2;

        progress.Reach(3000);

        lines.ShouldBe(["1_Fill: beans: 3,000 rows, 1,500/s"]);
    }

    [Fact]
    public void Reach_OftenInASecond_PrintsOnce_AndTheEndOnlyWhereSomethingWasPrinted()
    {
        var progress = Progress(before: 0, all: 100);
        progress.Reach(1);
        progress.End(1);
        lines.ShouldBeEmpty();

        clock.Second = 1;
        progress.Reach(50);
        progress.Reach(60);
        progress.End(101);

        lines.Count.ShouldBe(2);
        lines[^1].ShouldBe("1_Fill: beans: [####################] 100 %  101 rows in 1 s");
    }

    private sealed class Clock : TimeProvider
    {
        public int Second { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Second;
    }
}
