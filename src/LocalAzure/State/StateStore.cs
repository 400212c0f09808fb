using System.Text.Json;
using LocalAzure.Resources;
using LocalAzure.Revisions;

namespace LocalAzure.State;

/// <summary>
/// The one place where what LocalAzure knows changes: changes are made one after the other, each is on disk before it is told
/// to anyone, and readers see whole snapshots.
/// </summary>
internal sealed class StateStore : IDisposable
{
    private readonly string path;
    private readonly SemaphoreSlim turn = new(1, 1);
    private volatile LocalAzureState current;
    private int written;
    private int lastWrite;

    public StateStore(string path)
    {
        this.path = path;
        current = Read(path);
    }

    public LocalAzureState Current => current;

    /// <summary>How many changes this run of the program has written.</summary>
    public int Written => Volatile.Read(ref written);

    /// <summary>Raised after a change is on disk.</summary>
    public event Action? Changed;

    /// <summary>Applies a pure function to the state. When it throws, or gives back what it got, nothing changed.</summary>
    public async Task<LocalAzureState> ChangeAsync(Func<LocalAzureState, LocalAzureState> change, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var next = change(current);
            if (ReferenceEquals(next, current))
                return next;

            AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(next, JsonSerializerOptions.Web));
            if (Interlocked.Increment(ref written) == Volatile.Read(ref lastWrite))
                _ = Signals.Send(Environment.ProcessId, Signals.Kill);
            current = next;
        }
        finally
        {
            turn.Release();
        }

        Changed?.Invoke();
        return current;
    }

    /// <summary>
    /// Ends this program as a kill would, when that many more changes are on disk and before anybody is told of the last. For tests of what
    /// whoever comes next makes of it.
    /// </summary>
    public void DieAfter(int writes) => Volatile.Write(ref lastWrite, Written + writes);

    public void Dispose() => turn.Dispose();

    private static LocalAzureState Read(string path)
    {
        if (!File.Exists(path))
            return LocalAzureState.Empty;

        LocalAzureState state;
        try
        {
            state = JsonSerializer.Deserialize<LocalAzureState>(File.ReadAllBytes(path), JsonSerializerOptions.Web) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: it cannot be read. Remove the file to start anew. {e.Message}", e);
        }

        return state.Version == LocalAzureState.CurrentVersion
            ? state
            : throw new InvalidDataException(
                $"{path}: version {state.Version} is not {LocalAzureState.CurrentVersion}, the one this LocalAzure reads. Remove the state folder to start anew.");
    }
}
