namespace LocalAzure.Revisions;

/// <summary>New replicas of a revision did not become ready; the old ones go on serving.</summary>
internal sealed class RevisionRestartException(string revision, string reason)
    : Exception($"Revision '{revision}' was not restarted, its replicas go on: the new ones did not become ready. {reason}")
{
    public string Revision { get; } = revision;
}
