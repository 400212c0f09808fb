using Frostline.Bicep;

namespace Infrastructure.Tests;

public sealed class SyntaxTests
{
    public static TheoryData<string> Files => [.. Checkout.BicepFiles];

    [Theory]
    [MemberData(nameof(Files))]
    public void File_IsValidBicep(string file) =>
        BicepFile.Parse(file, File.ReadAllText(Path.Combine(Checkout.Root, file))).Diagnostics.Select(diagnostic => diagnostic.ToString()).ShouldBeEmpty();
}
