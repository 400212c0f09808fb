using LocalAzure.Clocks;
using Testing;

namespace LocalAzure.Tests.Clocks;

public sealed class VirtualClockTests
{
    private readonly VirtualClock clock = new(TimeProvider.System);

    [Fact]
    public async Task Advance_EndsWaitsThatAreOver_AndLeavesTheRest()
    {
        var (minute, hour) = (Task.Delay(TimeSpan.FromMinutes(1), clock), Task.Delay(TimeSpan.FromHours(1), clock, TestContext.Current.CancellationToken));

        clock.Advance(TimeSpan.FromMinutes(2));

        await minute.WaitAsync(TimeSpan.FromSeconds(60));
        hour.IsCompleted.ShouldBeFalse();
        clock.Ahead.ShouldBe(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void Advance_MovesTimeAndElapsedTimeAlike()
    {
        var (now, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());

        clock.Advance(TimeSpan.FromDays(1));

        (clock.GetUtcNow() - now).TotalHours.ShouldBe(24, tolerance: 0.1);
        clock.GetElapsedTime(timestamp).TotalHours.ShouldBe(24, tolerance: 0.1);
    }

    [Fact]
    public async Task Wait_ThatNobodyMovesAlong_LastsAsLongAsOnTheMachine()
    {
        var begin = TimeProvider.System.GetTimestamp();

        await Task.Delay(TimeSpan.FromMilliseconds(120), clock);

        TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task PeriodicTimer_TicksOnAfterTheClockWasMoved()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        for (var i = 0; i < 3; i++)
        {
            var tick = timer.WaitForNextTickAsync(TestContext.Current.CancellationToken).AsTask();
            clock.Advance(TimeSpan.FromHours(5));
            (await tick.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Cancellation_ComesEarlierWhenTheClockIsMoved()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(10), clock);

        clock.Advance(TimeSpan.FromMinutes(11));

        await Eventually.Is(() => deadline.IsCancellationRequested);
    }
}
