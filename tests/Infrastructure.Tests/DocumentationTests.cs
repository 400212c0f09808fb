using Frostline.Bicep.Reports;

namespace Infrastructure.Tests;

public sealed class DocumentationTests
{
    [Fact]
    public void PolicyRules_AreDocumentedAsTheyAre() =>
        File.ReadAllText(Path.Combine(Checkout.Root, "docs", "policy-rules.md")).ShouldBe(PolicyReference.Write());
}
