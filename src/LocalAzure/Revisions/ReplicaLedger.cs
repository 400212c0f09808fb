using System.Text.Json;
using LocalAzure.State;

namespace LocalAzure.Revisions;

/// <summary>The replicas of a state folder, one file each, written before the replica counts as started.</summary>
internal sealed class ReplicaLedger(ReplicaFolders folders)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public void Write(ReplicaRecord record)
    {
        OwnerOnly.CreateFolder(folders.Ledger);
        AtomicFile.Write(FileOf(record.Replica), JsonSerializer.SerializeToUtf8Bytes(record, Format));
    }

    public void Remove(string replica)
    {
        if (File.Exists(FileOf(replica)))
            File.Delete(FileOf(replica));
    }

    public IReadOnlyList<ReplicaRecord> Read()
    {
        if (!Directory.Exists(folders.Ledger))
            return [];
        return [.. Directory.EnumerateFiles(folders.Ledger, "*.json").Select(ReadFile).OfType<ReplicaRecord>().OrderBy(record => record.Created)];
    }

    private static ReplicaRecord? ReadFile(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<ReplicaRecord>(File.ReadAllText(file), Format);
        }
        catch (JsonException)
        {
            // Not one of ours, or of another version. Its process, if any, is found by the mark in its environment.
            return null;
        }
        catch (FileNotFoundException)
        {
            return null; // It was listed a moment ago: its replica has ended since.
        }
    }

    private string FileOf(string replica) => Path.Combine(folders.Ledger, replica + ".json");
}
