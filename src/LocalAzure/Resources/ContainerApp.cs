using System.Collections.Immutable;
using System.Text.Json;

namespace LocalAzure.Resources;

/// <summary>One container app: what was asked last, what is in force, and its revisions.</summary>
internal sealed record ContainerApp
{
    public required ResourceId Id { get; init; }

    /// <summary>The body asked for last: shown by GET, merged with by PATCH. Without the values of secrets.</summary>
    public required JsonElement Document { get; init; }

    /// <summary>The document that was last carried out; ingress follows it. Differs from <see cref="Document"/> while an operation runs and after one failed.</summary>
    public JsonElement? Applied { get; init; }

    public ImmutableDictionary<string, string> Secrets { get; init; } = ImmutableDictionary<string, string>.Empty;

    public string ProvisioningState { get; init; } = "InProgress";

    /// <summary>Of the last operation when it failed. Until a valid template was applied nothing else is accepted.</summary>
    public OperationError? DeploymentError { get; init; }

    /// <summary>The operation that holds the app; null when it can be changed.</summary>
    public string? ActiveOperation { get; init; }

    /// <summary>Oldest first.</summary>
    public ImmutableList<Revision> Revisions { get; init; } = [];

    public string? LatestRevision { get; init; }

    public string? LatestReadyRevision { get; init; }

    /// <summary>Suffixes that can never be used again, those of purged revisions among them.</summary>
    public ImmutableHashSet<string> SpentSuffixes { get; init; } = [];

    /// <summary>Loopback port that leads to this app whatever the host name; null for one without ingress.</summary>
    public int? PlainPort { get; init; }

    public bool Stopped { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Modified { get; init; }

    public Revision? FindRevision(string name) =>
        Revisions.FirstOrDefault(revision => string.Equals(revision.Name, name, StringComparison.OrdinalIgnoreCase));

    public ContainerApp With(Revision revision) => this with
    {
        Revisions = Revisions.Replace(Revisions.First(candidate => candidate.Name == revision.Name), revision),
    };
}
