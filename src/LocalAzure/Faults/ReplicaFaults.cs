using LocalAzure.Revisions;

namespace LocalAzure.Faults;

/// <summary>Holds an app's replicas back and kills them as its profile says.</summary>
internal sealed class ReplicaFaults(FaultBook faults, TimeProvider clock) : IReplicaDisturbance
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public async Task HoldAsync(string revision, CancellationToken cancellationToken)
    {
        if (Find(revision, fault => fault.ColdStartSeconds > 0) is { } cold && cold.Profile.TryTake(cold.Fault))
            await Task.Delay(TimeSpan.FromSeconds(cold.Fault.ColdStartSeconds), clock, cancellationToken);
        if (Find(revision, fault => fault.StuckActivating) is not { } stuck || !stuck.Profile.TryTake(stuck.Fault))
            return;

        while (ReferenceEquals(faults.OfRevision(revision), stuck.Profile) && !stuck.Profile.HasExpired(stuck.Fault))
            await Task.Delay(Poll, clock, cancellationToken);
    }

    public async Task CrashAsync(string revision, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = faults.Changed;
            if (Find(revision, fault => fault.CrashAfterSeconds is not null) is { } crash)
            {
                await Task.Delay(TimeSpan.FromSeconds(crash.Fault.CrashAfterSeconds!.Value), clock, cancellationToken);
                if (ReferenceEquals(faults.OfRevision(revision), crash.Profile) && crash.Profile.TryTake(crash.Fault))
                    return;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private (ArmedProfile Profile, RevisionFault Fault)? Find(string revision, Func<RevisionFault, bool> does) =>
        faults.OfRevision(revision) is { } profile
        && profile.Profile.Revisions.FirstOrDefault(fault => does(fault) && profile.Selects(fault.Revision, revision) && profile.IsInForce(fault)) is { } fault
            ? (profile, fault)
            : null;
}
