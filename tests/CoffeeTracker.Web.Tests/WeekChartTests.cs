namespace CoffeeTracker.Web;

public sealed class WeekChartTests
{
    [Theory]
    [InlineData(0, new[] { 0, 100, 200, 300, 400 })]
    [InlineData(450, new[] { 0, 100, 200, 300, 400, 500 })]
    [InlineData(1150, new[] { 0, 200, 400, 600, 800, 1000, 1200 })]
    [InlineData(10_000, new[] { 0, 2000, 4000, 6000, 8000, 10_000 })]
    public void GridLines_ForAnyAmount_AreRoundAndFew(int caffeine, int[] lines) =>
        new WeekChart([new(new(2026, 3, 29), 1, caffeine)]).GridLines.Select(line => line.Caffeine).ShouldBe(lines);

    [Fact]
    public void Bar_OfHalfTheHighestDay_IsHalfAsHigh()
    {
        var bars = new WeekChart([new(new(2026, 3, 28), 1, 400), new(new(2026, 3, 29), 1, 200), new(new(2026, 3, 30), 0, 0)]).Bars.ToList();

        (bars[2].Y - bars[1].Y).ShouldBe((bars[2].Y - bars[0].Y) / 2);
        bars[0].Label.ShouldBe("Saturday, 28 March: 400 mg of caffeine, 1 coffee");
        bars[2].Label.ShouldBe("Monday, 30 March: 0 mg of caffeine, 0 coffees");
    }

    [Fact]
    public void Bar_OfALittle_StaysFlatOnTheLine() =>
        new WeekChart([new(new(2026, 3, 29), 1, 1)]).Bars.Single().Path().ShouldStartWith("M349 220V220q0 -0.49");
}
