using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;

namespace Frostline.Delivery.Rollouts;

/// <summary>Whether revisions are of a release of the ledger.</summary>
internal static class ReleaseMatch
{
    /// <summary>Whether one revision of the release has all traffic.</summary>
    public static bool Serves(ServiceObservation service, LedgerEntry entry) => service.Serving is { } serving && Carries(serving, service, entry);

    /// <summary>Whether a revision is of the release: the very one that the ledger names, or another one of the same sources and image.</summary>
    public static bool Carries(Revision revision, ServiceObservation service, LedgerEntry entry) =>
        Recorded(service, entry) is { } recorded
        && (revision.Name == recorded.Revision
            || (revision.Environment.GetValueOrDefault(ReleaseTags.SourcesVariable) == entry.Sources && Digest(revision.Image) == recorded.Digest));

    /// <summary>The newest revision of the release that can take traffic at once, the one that the ledger names first.</summary>
    public static Revision? Standby(ServiceObservation service, LedgerEntry entry) => service.Revisions
        .Where(revision => revision.Active && Carries(revision, service, entry) && Lives(revision))
        .OrderBy(revision => revision.Name == Recorded(service, entry)?.Revision).ThenBy(revision => revision.Created, StringComparer.Ordinal)
        .LastOrDefault();

    /// <summary>The newest revision of the release, active or not, or null when the platform purged them.</summary>
    public static Revision? Newest(ServiceObservation service, LedgerEntry entry) => service.Revisions
        .Where(revision => revision.Template is not null && Carries(revision, service, entry))
        .OrderBy(revision => revision.Created, StringComparer.Ordinal).LastOrDefault();

    public static LedgerService? Recorded(ServiceObservation service, LedgerEntry entry) =>
        entry.Services.FirstOrDefault(recorded => recorded.Name == service.Service.Name);

    private static bool Lives(Revision revision) => revision is { ProvisioningState: "Provisioned", HealthState: "Healthy" or "None" }
        && (revision.RunningState.StartsWith("Running", StringComparison.OrdinalIgnoreCase) || revision.RunningState.StartsWith("Scale", StringComparison.OrdinalIgnoreCase));

    private static string? Digest(string? image) => image is not null && image.Contains('@') ? image[(image.IndexOf('@') + 1)..] : null;
}
