using Frostline.Scanning.Dependencies;

namespace Scanning.Tests.Dependencies;

public sealed class PackageVersionTests
{
    [Theory]
    [InlineData("1.0", "1.0.0.0", 0)]
    [InlineData("1.0.0", "1.0.0+build.5", 0)]
    [InlineData("1.0.0-alpha", "1.0.0", -1)]
    [InlineData("1.0.0-ALPHA", "1.0.0-alpha", 0)]
    [InlineData("1.0.0-alpha.2", "1.0.0-alpha.10", -1)]
    [InlineData("1.0.0-alpha.1", "1.0.0-alpha.beta", -1)]
    [InlineData("1.0.0-alpha", "1.0.0-alpha.1", -1)]
    [InlineData("1.0.0.1", "1.0.0", 1)]
    [InlineData("10.0.9", "10.0.10", -1)]
    public void Versions_AreOrderedAsNuGetOrdersThem(string one, string other, int order) =>
        Math.Sign(PackageVersion.TryParse(one)!.CompareTo(PackageVersion.TryParse(other))).ShouldBe(order);

    [Theory]
    [InlineData("")]
    [InlineData("1.0.0.0.0")]
    [InlineData("one")]
    [InlineData("1.-2")]
    public void WhatIsNoVersion_IsNone(string text) => PackageVersion.TryParse(text).ShouldBeNull();

    [Theory]
    [InlineData("[1.0, 2.0)", "1.0", true)]
    [InlineData("[1.0, 2.0)", "2.0", false)]
    [InlineData("(, 1.5]", "1.5", true)]
    [InlineData("(1.0, )", "1.0", false)]
    [InlineData("[1.2]", "1.2.0", true)]
    [InlineData("1.2", "9.0", true)]
    [InlineData("[1.0, 2.0)", "2.0-rc.1", true)]
    public void Range_HoldsAsNuGetWritesIt(string range, string version, bool holds) =>
        NuGetRange.TryParse(range)!.Hold(PackageVersion.TryParse(version)!).ShouldBe(holds);

    [Theory]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", 7.5)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0)]
    [InlineData("CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:N/A:N", 2.2)]
    public void CvssVector_HasTheScoreOfItsSpecification(string vector, double score) => CvssScore.Of(vector).ShouldBe(score);

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("GPL-3.0-only OR MIT", true)]
    [InlineData("MIT AND GPL-3.0-only", false)]
    [InlineData("(MIT OR GPL-2.0-only) AND Apache-2.0", true)]
    [InlineData("MIT )", false)]
    public void LicenceExpression_IsReadAsSpdxMeansIt(string expression, bool allowed) => LicenceExpression.Allows(expression, ["MIT", "Apache-2.0"]).ShouldBe(allowed);
}
