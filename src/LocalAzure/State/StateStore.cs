using System.Text.Json;
using LocalAzure.Resources;

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

    public StateStore(string path)
    {
        this.path = path;
        current = Read(path);
    }

    public LocalAzureState Current => current;

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
            current = next;
        }
        finally
        {
            turn.Release();
        }

        Changed?.Invoke();
        return current;
    }

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
