using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Frostline.LoadTesting.Engines.Wire;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;

namespace Frostline.LoadTesting.Engines;

/// <summary>Sends one planned request and what follows it, and tells of each. Never throws: a failure is a result.</summary>
internal sealed class ChainRunner : IDisposable
{
    private readonly LoadPlan plan;
    private readonly IExchangeSink sink;
    private readonly IRequestClient client;
    private readonly RequestChoice choice;
    private readonly CompiledRequest? signIn;
    private readonly Dictionary<object, CompiledRequest> compiled;
    private readonly Dictionary<string, DataFeed> feeds;
    private readonly ConcurrentDictionary<int, Task<IReadOnlyDictionary<string, string>?>> signedIn = new();
    private readonly UserIds users = new();
    private int inFlight;

    /// <param name="plan">What is sent.</param>
    /// <param name="sink">Who is told.</param>
    /// <param name="cancellation">Cuts off what is waited for.</param>
    public ChainRunner(LoadPlan plan, IExchangeSink sink, CancellationToken cancellation)
    {
        (this.plan, this.sink) = (plan, sink);
        client = plan.Scenario.Http == HttpKind.Http2 ? new ManagedClient(plan, sink, cancellation) : new WireClient(plan, sink, cancellation);
        choice = new(plan.Scenario, plan.Seed);
        compiled = plan.Scenario.AllRequests.Index().ToDictionary(
            object (request) => request.Item, request => new CompiledRequest(plan.Scenario, request.Item, request.Index, plan.Target), ReferenceEqualityComparer.Instance);
        feeds = plan.Scenario.Data.ToDictionary(feed => feed.Key, feed => DataFeed.Read(Path.Combine(plan.Scenario.Folder, feed.Value)));
        signIn = plan.Scenario.SignIn is { } first ? compiled[first] : null;
    }

    /// <summary>Requests whose answer is waited for.</summary>
    public int InFlight => Volatile.Read(ref inFlight);

    /// <summary>Share of the time in which the thread that takes answers was busy.</summary>
    public double Busy => client.Busy;

    /// <summary>Runs the chain that stands in this place of the plan.</summary>
    /// <param name="number">The place; it chooses the request, and the rows of data.</param>
    /// <param name="identity">Which user asks.</param>
    /// <param name="stage">Index of the stage.</param>
    /// <param name="due">When it was to be sent, a timestamp.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask RunAsync(long number, int identity, int stage, long due)
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

    public void Dispose() => client.Dispose();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FollowAsync(CompiledRequest request, VirtualUser user, int stage, long due)
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
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> SendAsync(CompiledRequest request, VirtualUser user, int stage, long due)
    {
        sink.Started();
        var answer = await client.SendAsync(request, user).ConfigureAwait(false);
        var exchange = new Exchange
        {
            Request = request.Index, Stage = stage, Due = due, Sent = answer.Sent, FirstByte = answer.FirstByte, Ended = answer.Ended, Status = answer.Status, Bytes = answer.Bytes,
        };
        exchange = answer.Failure is { } error
            ? exchange with { Error = ErrorWords.KindOf(error), Detail = ErrorWords.Detail(error) }
            : Judge(request, user, answer.Text, exchange);
        sink.Ended(exchange);
        return exchange.Error == ErrorKind.None;
    }

    private static Exchange Judge(CompiledRequest request, VirtualUser user, string? text, Exchange exchange)
    {
        if (!request.Settings.Accepts(exchange.Status))
            return exchange with { Error = ErrorKind.Status, Detail = $"answered {exchange.Status}" };
        return text is not null && request.Check(text, user) is { } problem ? exchange with { Error = ErrorKind.Check, Detail = problem } : exchange;
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
}
