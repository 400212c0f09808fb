using System.Globalization;

namespace Frostline.Delivery.Deployments;

/// <summary>One resource of a deployment that ended.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name, parents first.</param>
/// <param name="State"><c>Succeeded</c>, <c>Failed</c> or <c>Canceled</c>.</param>
/// <param name="Duration">How long it took.</param>
public sealed record ResourceProgress(string Type, string Name, string State, TimeSpan Duration)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(State == "Succeeded" ? "" : $"{State.ToLowerInvariant()}  ")}{Duration.TotalSeconds,6:0.0} s  {Type} {Name}");
}
