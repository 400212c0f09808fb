using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Frostline.LoadTesting.Engines.Wire;

/// <summary>One connection: a request goes out, its answer comes back, and nothing is allocated on the way when it is small and complete.</summary>
internal sealed class WireConnection(Stream stream) : IDisposable
{
    private const long Idle = long.MaxValue;
    private const long Expired = long.MinValue;
    private readonly ArrayBufferWriter<byte> outgoing = new();
    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;
    private long firstByte;
    private int reads;
    private long deadline = Idle;
    private MemoryStream? kept;

    /// <summary>Whether the answer was whole and the next one may follow it.</summary>
    public bool IsReusable { get; private set; }

    /// <summary>When the last answer was there, a timestamp.</summary>
    public long LastUsed { get; private set; }

    /// <summary>Breaks off what waits for longer than it may; called from another thread.</summary>
    public void Expire(long now)
    {
        var until = Volatile.Read(ref deadline);
        if (until <= now && until != Expired && Interlocked.CompareExchange(ref deadline, Expired, until) == until)
            stream.Dispose();
    }

    public void Dispose() => stream.Dispose();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Answer> ExchangeAsync(CompiledRequest request, VirtualUser user, long sent, long until)
    {
        (start, end, firstByte, IsReusable) = (0, 0, 0, false);
        Volatile.Write(ref deadline, until);
        try
        {
            await stream.WriteAsync(request.Wire.Bytes(user, outgoing)).ConfigureAwait(false);
            var head = await HeadAsync().ConfigureAwait(false);
            kept = request.ReadsAnswer ? new() : null;
            var bytes = request.Wire.HasNoAnswerBody ? 0
                : head.Chunked ? await ChunksAsync().ConfigureAwait(false)
                : await BodyAsync(head.Length).ConfigureAwait(false);
            LastUsed = reads == 1 ? firstByte : Stopwatch.GetTimestamp();
            IsReusable = Interlocked.Exchange(ref deadline, Idle) != Expired && !head.Closes && start == end;
            return new(sent, firstByte, LastUsed, head.Status, bytes, kept is null ? null : Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length), Failure: null);
        }
        catch (Exception error)
        {
            var late = Interlocked.Exchange(ref deadline, Idle) == Expired;
            return new(sent, firstByte, Stopwatch.GetTimestamp(), 0, 0, null, late ? new OperationCanceledException() : error);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AnswerHead> HeadAsync()
    {
        for (reads = 0; ;)
        {
            await FillAsync().ConfigureAwait(false);
            while (AnswerHead.Read(buffer.AsSpan(start, end - start)) is { } head)
            {
                start += head.Size;
                // Interim answers only announce the one that counts.
                if (head.Status >= 200)
                    return head;
                if (start == end)
                    break;
            }
        }
    }

    /// <param name="length">Bytes; -1 for all until the connection ends.</param>
    private async ValueTask<long> BodyAsync(long length)
    {
        long taken = 0;
        if (length > AnswerTooLongException.Most)
            throw new AnswerTooLongException();
        while (length < 0 || taken < length)
        {
            if (start == end && !await FilledAsync(mayEnd: length < 0).ConfigureAwait(false))
                return taken;
            var here = length < 0 ? end - start : (int)Math.Min(end - start, length - taken);
            kept?.Write(buffer, start, here);
            (start, taken) = (start + here, taken + here);
            if (taken > AnswerTooLongException.Most)
                throw new AnswerTooLongException();
        }

        return taken;
    }

    private async ValueTask<long> ChunksAsync()
    {
        long taken = 0;
        while (true)
        {
            var size = await ChunkSizeAsync().ConfigureAwait(false);
            if ((taken += size) > AnswerTooLongException.Most || taken < 0)
                throw new AnswerTooLongException();
            if (size == 0)
                break;
            await BodyAsync(size).ConfigureAwait(false);
            if (await LineAsync().ConfigureAwait(false) > 0)
                throw new InvalidAnswerException("a chunk is longer than it said");
            start += 2;
        }

        // Trailers, and the empty line that ends them.
        for (int line; (line = await LineAsync().ConfigureAwait(false)) >= 0; start += line + 2)
        {
            if (line == 0)
                break;
        }

        start += 2;
        return taken;
    }

    private async ValueTask<long> ChunkSizeAsync()
    {
        var line = await LineAsync().ConfigureAwait(false);
        var text = buffer.AsSpan(start, line);
        start += line + 2;
        return Utf8Parser.TryParse(text, out long size, out var used, 'x') && used > 0 && size >= 0 && (used == line || text[used] is (byte)';' or (byte)' ')
            ? size
            : throw new InvalidAnswerException($"'{Encoding.Latin1.GetString(text[..Math.Min(line, 20)])}' is not the size of a chunk");
    }

    /// <returns>Length of the line that starts here, without its end.</returns>
    private async ValueTask<int> LineAsync()
    {
        int line;
        while ((line = buffer.AsSpan(start, end - start).IndexOf("\r\n"u8)) < 0)
        {
            if (end - start > AnswerHead.Longest)
                throw new InvalidAnswerException("a line between chunks has no end");
            await FillAsync().ConfigureAwait(false);
        }

        return line;
    }

    private ValueTask<bool> FillAsync() => FilledAsync(mayEnd: false);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FilledAsync(bool mayEnd)
    {
        MakeRoom();
        var read = await stream.ReadAsync(buffer.AsMemory(end)).ConfigureAwait(false);
        reads++;
        if (firstByte == 0 && read > 0)
            firstByte = Stopwatch.GetTimestamp();
        end += read;
        return read > 0 || (mayEnd ? false : throw new EndOfStreamException("the connection ended before the answer did"));
    }

    private void MakeRoom()
    {
        if (start == end)
            (start, end) = (0, 0);
        if (end < buffer.Length)
            return;
        if (start == 0)
            Array.Resize(ref buffer, buffer.Length * 2);
        else
            Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
        (start, end) = (0, end - start);
    }
}
