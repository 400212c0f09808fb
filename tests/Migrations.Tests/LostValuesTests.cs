namespace Frostline.Migrations.Tests;

public sealed class LostValuesTests
{
    private static readonly LostValues Accepted = Of("table beans has 2 values", ("id", "1"), ("origin", "2"));

    [Fact]
    public void Beyond_WhatWasAccepted_IsNothing() => Accepted.Beyond([Of("column beans.roaster has a value"), Accepted]).ShouldBeNull();

    [Fact]
    public void Beyond_WhenAColumnWentOnTheWay_IsNothing() => Of("table beans has 2 values", ("id", "1")).Beyond([Accepted]).ShouldBeNull();

    [Theory]
    [InlineData("origin", "3")]
    [InlineData("place", "2")]
    public void Beyond_WhenAColumnHoldsSomethingElse_SaysSo(string column, string sum) =>
        Of("table beans has 2 values", ("id", "1"), (column, sum)).Beyond([Accepted]).ShouldBe("table beans has 2 values, some of it changed since that was accepted");

    [Fact]
    public void Beyond_AnotherNumber_IsThatNumber() => Of("table beans has 3 values", ("id", "1"), ("origin", "2")).Beyond([Accepted]).ShouldBe("table beans has 3 values");

    private static LostValues Of(string what, params (string Column, string Sum)[] sums) => new(what, sums.ToDictionary(sum => sum.Column, sum => sum.Sum));
}
