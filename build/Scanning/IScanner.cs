using Frostline.Scanning.Findings;

namespace Frostline.Scanning;

/// <summary>Looks for one kind of mistake. It finds and says what it looked at; the policy judges.</summary>
public interface IScanner
{
    /// <summary>Its name in the policy and in every report, such as <c>secrets</c>.</summary>
    string Name { get; }

    /// <exception cref="Delivery.DeliveryException">It could not do its work; the scan calls that inconclusive.</exception>
    Task<Sighting> LookAsync(CancellationToken cancellation);
}

/// <summary>What a scanner saw.</summary>
/// <param name="Data">What it had to look at and to look with, in words and numbers.</param>
/// <param name="Findings">What it found there.</param>
public sealed record Sighting(string Data, IReadOnlyList<Finding> Findings)
{
    /// <summary>Why it cannot say that nothing else is there; null when it had all it needs. Such a sighting is never called clean.</summary>
    public string? Missing { get; init; }

    /// <summary>Why it may be missing without the policy saying so; null when it may not.</summary>
    public string? Optional { get; init; }

    /// <summary>There was nothing to look at, or nothing to look with.</summary>
    /// <param name="missing">What is missing, and how to get it.</param>
    public static Sighting Without(string missing) => new("none", []) { Missing = missing };
}
