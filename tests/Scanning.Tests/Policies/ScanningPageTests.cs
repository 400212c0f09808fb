using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Frostline.Scanning.Policies;
using Testing;

namespace Scanning.Tests.Policies;

/// <summary>docs/scanning.md names every key of the policy, and no other.</summary>
public sealed class ScanningPageTests
{
    [Fact]
    public void Page_TellsExactlyTheKeysThereAre()
    {
        var policy = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "scanning.md")).Split("## Policy")[1];
        var keys = typeof(ScanPolicy).GetProperties().Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null && property.Name != nameof(ScanPolicy.Schema)).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

        Regex.Matches(policy, @"^\| `(\w+)` \|", RegexOptions.Multiline).Select(row => row.Groups[1].Value).Order().ShouldBe(keys.Order());
    }

    [Fact]
    public void PolicyOfThisCheckout_IsOne() => ScanPolicy.Read(Checkout.Root).Licences.ShouldNotBeEmpty();
}
