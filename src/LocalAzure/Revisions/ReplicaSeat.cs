namespace LocalAzure.Revisions;

/// <summary>The place one replica is given on this machine.</summary>
/// <param name="StateFolderId">Marks it as a replica of this state folder.</param>
internal sealed record ReplicaSeat(string Replica, int Port, string Home, string StateFolderId)
{
    public Uri Address { get; } = new($"http://127.0.0.1:{Port}");
}
