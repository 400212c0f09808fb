using Frostline.Bicep;
using Frostline.Bicep.Reports;

namespace Infrastructure.Tests;

public sealed class CheckTests
{
    [Fact]
    public async Task Infrastructure_OfThisCheckout_Passes()
    {
        var result = await Checkout.CheckAsync(Checkout.Root);

        result.Findings.Where(finding => finding.Suppression is null).Select(finding => finding.ToString()).ShouldBeEmpty();
    }
}
