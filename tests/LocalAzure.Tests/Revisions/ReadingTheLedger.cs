using LocalAzure.Revisions;
using Testing;

namespace LocalAzure.Tests.Revisions;

public sealed class ReadingTheLedger
{
    [Fact]
    public void Read_WhenAReplicaEndsMeanwhile_LeavesItOut()
    {
        using var state = new TemporaryFolder("ledger");
        var folders = new ReplicaFolders(state.Path);
        var ledger = new ReplicaLedger(folders);
        ledger.Write(new ReplicaRecord
        {
            Replica = "api--v1-1", Revision = "api--v1", SpecHash = "1", Created = DateTimeOffset.UnixEpoch, Port = 1, Boot = "now", Grace = TimeSpan.Zero,
        });
        File.CreateSymbolicLink(Path.Combine(folders.Ledger, "api--v1-2.json"), Path.Combine(folders.Ledger, "gone")); // Listed, and not there when read.

        ledger.Read().ShouldHaveSingleItem().Replica.ShouldBe("api--v1-1");
    }
}
