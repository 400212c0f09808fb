using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Frostline.LoadTesting.Engines;

/// <summary>Requests over .NET's HTTP client, for HTTP/2.</summary>
internal sealed class ManagedClient(LoadPlan plan, IExchangeSink sink, CancellationToken cancellation) : IRequestClient
{
    private readonly HttpMessageInvoker client = Transport.Create(plan, sink);
    private readonly ConcurrentBag<CancellationTokenSource> deadlines = [];

    /// <summary>Works on the thread pool.</summary>
    public double Busy => 0;

    public async ValueTask<Answer> SendAsync(CompiledRequest request, VirtualUser user)
    {
        var deadline = deadlines.TryTake(out var used) ? used : new();
        deadline.CancelAfter(plan.Scenario.Timeout);
        var stopped = cancellation.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), deadline);
        var answer = await AnswerAsync(request, user, deadline.Token).ConfigureAwait(false);
        await stopped.DisposeAsync().ConfigureAwait(false);
        if (deadline.TryReset())
            deadlines.Add(deadline);
        else
            deadline.Dispose();
        return answer;
    }

    public void Dispose()
    {
        client.Dispose();
        foreach (var deadline in deadlines)
            deadline.Dispose();
    }

    private async ValueTask<Answer> AnswerAsync(CompiledRequest request, VirtualUser user, CancellationToken deadline)
    {
        var (sent, first) = (Stopwatch.GetTimestamp(), 0L);
        try
        {
            using var message = request.Message(user);
            sent = Stopwatch.GetTimestamp();
            using var response = await client.SendAsync(message, deadline).ConfigureAwait(false);
            first = Stopwatch.GetTimestamp();
            var (bytes, text) = await ReadAsync(response.Content, request.ReadsAnswer, deadline).ConfigureAwait(false);
            return new(sent, first, Stopwatch.GetTimestamp(), (int)response.StatusCode, bytes, text, Failure: null);
        }
        catch (Exception error)
        {
            return new(sent, first, Stopwatch.GetTimestamp(), 0, 0, null, error);
        }
    }

    private static async Task<(long Bytes, string? Text)> ReadAsync(HttpContent content, bool keep, CancellationToken deadline)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        using var kept = keep ? new MemoryStream() : null;
        try
        {
            var stream = await content.ReadAsStreamAsync(deadline).ConfigureAwait(false);
            long bytes = 0;
            for (int read; (read = await stream.ReadAsync(buffer, deadline).ConfigureAwait(false)) > 0; bytes += read)
            {
                if (bytes > AnswerTooLongException.Most)
                    throw new AnswerTooLongException();
                kept?.Write(buffer, 0, read);
            }

            return (bytes, kept is null ? null : Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
