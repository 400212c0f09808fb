using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;

namespace Frostline.Delivery.Rollbacks;

/// <summary>Which release serves again. Pure.</summary>
internal static class RollbackTarget
{
    /// <summary>
    /// The release before the current one. When what serves is not wholly the current one, something was cut off: a rollback to an older
    /// release is finished, and of a rollout that never came to its end the current release is brought back.
    /// </summary>
    /// <exception cref="DeliveryException">There is none; says which ones there are.</exception>
    public static LedgerEntry Choose(Ledger ledger, IReadOnlyList<ServiceObservation> observed, string environment, string? version)
    {
        var current = ledger.Current
            ?? throw new DeliveryException($"{environment}: its ledger names no release, so there is none to go back to. Deploy to it first.");
        if (version is not null)
            return ledger.Find(version) ?? throw new DeliveryException(
                $"--to: '{version}' is not a release that {environment}'s ledger names good. Give one of {string.Join(", ", ledger.Good.Select(entry => entry.Version).Distinct())}.");
        if (!observed.All(service => ReleaseMatch.Serves(service, current)))
            return ledger.Good.LastOrDefault(older => older.Version != current.Version && IsOnTheWay(observed, older, current)) ?? current;
        return ledger.Previous
            ?? throw new DeliveryException($"{environment}: {current.Version} is the only release that its ledger names good, so there is none to go back to.");
    }

    private static bool IsOnTheWay(IReadOnlyList<ServiceObservation> observed, LedgerEntry older, LedgerEntry current) =>
        observed.Any(service => ReleaseMatch.Serves(service, older))
        && observed.All(service => ReleaseMatch.Serves(service, older) || ReleaseMatch.Serves(service, current));
}
