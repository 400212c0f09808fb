using System.Runtime.InteropServices;

namespace LocalAzure;

/// <summary>SIGTERM and SIGINT as a token, from the first moment on: a start that is cut short ends as clean as a run.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration terminate;
    private readonly PosixSignalRegistration interrupt;

    public StopSignal()
    {
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
    }

    public CancellationToken Token => stop.Token;

    public void Dispose()
    {
        terminate.Dispose();
        interrupt.Dispose();
        stop.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
