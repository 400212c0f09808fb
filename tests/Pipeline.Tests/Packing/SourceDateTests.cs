using Frostline.Delivery;
using Frostline.Pipeline.Packing;

namespace Pipeline.Tests.Packing;

public sealed class SourceDateTests
{
    private static readonly DateTimeOffset Committed = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    [Fact]
    public void Of_TheVariable_ComesBeforeTheCommit() =>
        SourceDate.Of("1700000000", Committed).ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    [Fact]
    public void Of_NoVariable_IsTheCommitElse1970()
    {
        SourceDate.Of(null, Committed).ShouldBe(Committed);
        SourceDate.Of("", null).ShouldBe(DateTimeOffset.UnixEpoch);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("-1")]
    [InlineData("99999999999999999")]
    public void Of_WhatIsNoTime_IsAnError(string value) => Should.Throw<DeliveryException>(() => SourceDate.Of(value, Committed)).Message
        .ShouldBe($"SOURCE_DATE_EPOCH: '{value}' is not a time. Give whole seconds since 1970, or leave it out.");
}
