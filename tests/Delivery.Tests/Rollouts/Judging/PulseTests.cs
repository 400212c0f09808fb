using Frostline.Delivery.Rollouts.Judging;

namespace Delivery.Tests.Rollouts.Judging;

public sealed class PulseTests
{
    private readonly TimeProvider clock = TimeProvider.System;

    [Fact]
    public void Pulse_AfterABeatThatCameLate_KnowsWhatItDisturbed()
    {
        var pulse = new Pulse(clock);
        var before = clock.GetTimestamp();

        pulse.StalledSince(before).ShouldBeFalse();
        pulse.Beat(before - clock.TimestampFrequency);

        pulse.StalledSince(before).ShouldBeTrue();
        pulse.StalledSince(clock.GetTimestamp() + 1).ShouldBeFalse();
    }

    [Fact]
    public void Pulse_OfBeatsInTime_ToldNoStall()
    {
        var pulse = new Pulse(clock);
        var before = clock.GetTimestamp();

        pulse.Beat(clock.GetTimestamp() + 60 * clock.TimestampFrequency);

        pulse.StalledSince(before).ShouldBeFalse();
    }
}
