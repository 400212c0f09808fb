namespace Frostline.Delivery.Rollouts;

/// <summary>The two labels of a judged rollout: green is the new revision, before and after its promotion; blue is the one before it.</summary>
internal static class RolloutLabels
{
    public const string Green = "green";
    public const string Blue = "blue";

    /// <summary>Host name of a label: <c>coffee-api---green.example.org</c> for <c>coffee-api.example.org</c>.</summary>
    public static string HostOf(string fqdn, string label) =>
        fqdn.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? $"{fqdn[..dot]}---{label}{fqdn[dot..]}" : $"{fqdn}---{label}";
}
