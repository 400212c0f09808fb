using Testing;

namespace Frosting.Tests;

public sealed class OfficialApiTests
{
    [Fact]
    public void CakeFrosting_OffersTheOfficialApiAndNothingElse() => Golden.Matches(OfficialApi.Text(), "cake-frosting-api.txt");
}
