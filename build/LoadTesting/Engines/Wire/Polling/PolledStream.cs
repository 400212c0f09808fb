using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Frostline.LoadTesting.Engines.Wire.Polling;

/// <summary>
/// A connection whose bytes are read by the very thread that learns of them. .NET's own asynchronous sockets hand every answer to the thread
/// pool, whose threads then spin for more: at a few thousand requests a second that alone took a core.
/// </summary>
/// <param name="socket">Not blocking; closed with the stream.</param>
/// <param name="loop">Tells what happens on it.</param>
internal sealed class PolledStream(Socket socket, PollLoop loop) : Stream
{
    private readonly Readiness readable = new();
    private readonly Readiness writable = new();
    private long key;
    private bool mayHoldMore;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Connects the socket.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="deadline">Closes the stream when it is over.</param>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public async Task ConnectAsync(IPEndPoint address, CancellationToken deadline)
    {
        using var late = deadline.UnsafeRegister(static stream => ((PolledStream)stream!).Dispose(), this);
        try
        {
            Begin(address);
            key = loop.Add(socket.SafeHandle, this);
            await writable.WaitAsync().ConfigureAwait(false);
            if (socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is int and not 0 and var error)
                throw new SocketException(error);
        }
        catch (Exception) when (deadline.IsCancellationRequested)
        {
            throw new OperationCanceledException(deadline);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            // An answer is hardly ever there before one waits for it: to look first would be a call of the kernel for nothing.
            if (!mayHoldMore)
                await readable.WaitAsync().ConfigureAwait(false);
            var read = socket.Receive(buffer.Span, SocketFlags.None, out var error);
            mayHoldMore = error == SocketError.Success && read == buffer.Length;
            if (error == SocketError.Success)
                return read;
            if (error != SocketError.WouldBlock)
                throw Broken(error);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var sent = Send(buffer.Span);
        return sent == buffer.Length ? ValueTask.CompletedTask : WriteRestAsync(buffer[sent..]);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Called by the loop.</summary>
    internal void Happened(SocketEvent what)
    {
        if (what.Writable)
            writable.Signal(what.Over);
        if (what.Readable)
            readable.Signal(what.Over);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            loop.Remove(key);
            socket.Dispose();
            readable.Close();
            writable.Close();
        }

        base.Dispose(disposing);
    }

    private void Begin(IPEndPoint address)
    {
        try
        {
            socket.Connect(address);
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // The handshake is under way; its end is the first thing that happens.
        }
    }

    private int Send(ReadOnlySpan<byte> bytes)
    {
        var sent = socket.Send(bytes, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => sent,
            SocketError.WouldBlock => 0,
            _ => throw Broken(error),
        };
    }

    private async ValueTask WriteRestAsync(ReadOnlyMemory<byte> rest)
    {
        while (rest.Length > 0)
        {
            await writable.WaitAsync().ConfigureAwait(false);
            rest = rest[Send(rest.Span)..];
        }
    }

    private static IOException Broken(SocketError error)
    {
        var reason = new SocketException((int)error);
        return new(reason.Message, reason);
    }
}
