using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;

namespace Frostline.LoadTesting.Engines;

/// <summary>Sends one planned request and what follows it, and tells of each. Never throws: a failure is a result.</summary>
internal sealed class ChainRunner : IDisposable
{
    /// <summary>Longer answers are failures: a load test measures a service, not the disk it would fill.</summary>
    private const long LongestAnswer = 64 * 1024 * 1024;

    private readonly LoadPlan plan;
    private readonly IExchangeSink sink;
    private readonly HttpMessageInvoker client;
    private readonly RequestChoice choice;
    private readonly CompiledRequest? signIn;
    private readonly Dictionary<object, CompiledRequest> compiled;
    private readonly Dictionary<string, DataFeed> feeds;
    private readonly ConcurrentDictionary<int, Task<IReadOnlyDictionary<string, string>?>> signedIn = new();
    private readonly ConcurrentBag<CancellationTokenSource> deadlines = [];
    private readonly UserIds users = new();
    private readonly CancellationToken cancellation;
    private int inFlight;

    /// <param name="plan">What is sent.</param>
    /// <param name="sink">Who is told.</param>
    /// <param name="cancellation">Cuts off what is waited for.</param>
    public ChainRunner(LoadPlan plan, IExchangeSink sink, CancellationToken cancellation)
    {
        (this.plan, this.sink, this.cancellation) = (plan, sink, cancellation);
        client = Transport.Create(plan.Scenario, sink);
        choice = new(plan.Scenario, plan.Seed);
        compiled = plan.Scenario.AllRequests.Index().ToDictionary(
            object (request) => request.Item, request => new CompiledRequest(plan.Scenario, request.Item, request.Index, plan.Target), ReferenceEqualityComparer.Instance);
        feeds = plan.Scenario.Data.ToDictionary(feed => feed.Key, feed => DataFeed.Read(Path.Combine(plan.Scenario.Folder, feed.Value)));
        signIn = plan.Scenario.SignIn is { } first ? compiled[first] : null;
    }

    /// <summary>Requests whose answer is waited for.</summary>
    public int InFlight => Volatile.Read(ref inFlight);

    /// <summary>Runs the chain that stands in this place of the plan.</summary>
    /// <param name="number">The place; it chooses the request, and the rows of data.</param>
    /// <param name="identity">Which user asks.</param>
    /// <param name="stage">Index of the stage.</param>
    /// <param name="due">When it was to be sent, a timestamp.</param>
    public async Task RunAsync(long number, int identity, int stage, long due)
    {
        var first = compiled[plan.Scenario.Requests[choice.Of(number)]];
        if (Interlocked.Increment(ref inFlight) > plan.Scenario.MostInFlight)
        {
            Interlocked.Decrement(ref inFlight);
            NotSent(first, stage, due);
            return;
        }

        try
        {
            var known = signIn is null ? null : await SignedInAsync(identity, stage).ConfigureAwait(false);
            await FollowAsync(first, new(users, identity, number, feeds, known), stage, due).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }

    public void Dispose()
    {
        client.Dispose();
        foreach (var deadline in deadlines)
            deadline.Dispose();
    }

    private async Task FollowAsync(CompiledRequest request, VirtualUser user, int stage, long due)
    {
        if (!await SendAsync(request, user, stage, due).ConfigureAwait(false))
            return;
        foreach (var next in request.Settings.Then)
            await FollowAsync(compiled[next], user, stage, Stopwatch.GetTimestamp()).ConfigureAwait(false);
    }

    private Task<IReadOnlyDictionary<string, string>?> SignedInAsync(int identity, int stage) => signedIn.GetOrAdd(identity, async _ =>
    {
        var user = new VirtualUser(users, identity, identity, feeds, signedIn: null);
        await SendAsync(signIn!, user, stage, Stopwatch.GetTimestamp()).ConfigureAwait(false);
        return user.Extracted;
    });

    /// <returns>Whether it was answered as it must be.</returns>
    private async Task<bool> SendAsync(CompiledRequest request, VirtualUser user, int stage, long due)
    {
        var deadline = deadlines.TryTake(out var used) ? used : new();
        deadline.CancelAfter(plan.Scenario.Timeout);
        var stopped = cancellation.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), deadline);
        var exchange = new Exchange { Request = request.Index, Stage = stage, Due = due, Sent = Stopwatch.GetTimestamp(), Ended = 0 };
        sink.Started();
        try
        {
            using var message = request.Message(user);
            exchange = exchange with { Sent = Stopwatch.GetTimestamp() };
            using var response = await client.SendAsync(message, deadline.Token).ConfigureAwait(false);
            exchange = exchange with { FirstByte = Stopwatch.GetTimestamp(), Status = (int)response.StatusCode };
            var (bytes, text) = await ReadAsync(response.Content, request.ReadsAnswer, deadline.Token).ConfigureAwait(false);
            exchange = Judge(request, user, text, exchange with { Ended = Stopwatch.GetTimestamp(), Bytes = bytes });
        }
        catch (Exception error)
        {
            var kind = error is AnswerTooLongException ? ErrorKind.TooLarge : ErrorWords.KindOf(error);
            exchange = exchange with { Ended = Stopwatch.GetTimestamp(), Status = 0, Error = kind, Detail = ErrorWords.Detail(error) };
        }

        await stopped.DisposeAsync().ConfigureAwait(false);
        if (deadline.TryReset())
            deadlines.Add(deadline);
        else
            deadline.Dispose();
        sink.Ended(exchange);
        return exchange.Error == ErrorKind.None;
    }

    private static Exchange Judge(CompiledRequest request, VirtualUser user, string? text, Exchange exchange)
    {
        if (!request.Settings.Accepts(exchange.Status))
            return exchange with { Error = ErrorKind.Status, Detail = $"answered {exchange.Status}" };
        return text is not null && request.Check(text, user) is { } problem ? exchange with { Error = ErrorKind.Check, Detail = problem } : exchange;
    }

    private static async Task<(long Bytes, string? Text)> ReadAsync(HttpContent content, bool keep, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        using var kept = keep ? new MemoryStream() : null;
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            long bytes = 0;
            for (int read; (read = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0; bytes += read)
            {
                if (bytes > LongestAnswer)
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

    private void NotSent(CompiledRequest request, int stage, long due)
    {
        sink.Started();
        sink.Ended(new Exchange
        {
            Request = request.Index, Stage = stage, Due = due, Sent = due, Ended = due, Error = ErrorKind.NotSent,
            Detail = $"{plan.Scenario.MostInFlight} requests waited for their answers already",
        });
    }

    private sealed class AnswerTooLongException() : Exception($"the answer is longer than {LongestAnswer >> 20} MB");
}
