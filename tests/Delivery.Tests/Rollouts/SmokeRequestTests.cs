using Frostline.Delivery.Rollouts;

namespace Delivery.Tests.Rollouts;

public sealed class SmokeRequestTests
{
    [Theory]
    [InlineData("/health/ready", "http://api.localhost/health/ready")]
    [InlineData("//elsewhere.example/", "http://api.localhost//elsewhere.example/")]
    public void Address_OfAnyPath_StaysOnTheHost(string path, string expected) =>
        SmokeRequest.Address(new Uri("http://api.localhost/"), path).ToString().ShouldBe(expected);
}
