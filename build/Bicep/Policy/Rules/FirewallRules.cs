namespace Frostline.Bicep.Policy.Rules;

/// <summary>Address ranges of database firewalls.</summary>
internal static class FirewallRules
{
    private const string First = "properties.startIpAddress";
    private const string Last = "properties.endIpAddress";

    public static IEnumerable<Violation> AllAddresses(PolicySubject rule) =>
        rule.Is(First, "0.0.0.0") && rule.Is(Last, "255.255.255.255") ? [new Violation(Last, "lets every address in")] : [];

    public static IEnumerable<Violation> AllOfAzure(PolicySubject rule) =>
        rule.Is(First, "0.0.0.0") && rule.Is(Last, "0.0.0.0") ? [new Violation(Last, "is the platform's way to say: everything in Azure")] : [];
}
