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
    private static readonly Dictionary<string, string> Nothing = [];

    private readonly LoadPlan plan;
    private readonly IExchangeSink sink;
    private readonly IRequestClient client;
    private readonly RequestChoice choice;
    private readonly CompiledRequest? signIn;
    private readonly Dictionary<object, CompiledRequest> compiled;
    private readonly Dictionary<string, DataFeed> feeds;
    private readonly ConcurrentDictionary<int, Lazy<Task<IReadOnlyDictionary<string, string>?>>> signedIn = new();
    private readonly UserIds users = new();
    private readonly CancellationToken cancellation;
    private int inFlight;

    /// <param name="plan">What is sent.</param>
    /// <param name="sink">Who is told.</param>
    /// <param name="cancellation">Cuts off what is waited for.</param>
    public ChainRunner(LoadPlan plan, IExchangeSink sink, CancellationToken cancellation)
    {
        (this.plan, this.sink, this.cancellation) = (plan, sink, cancellation);
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
            NotSent(first, stage, due, $"{plan.Scenario.MostInFlight} requests waited for their answers already");
            return;
        }

        try
        {
            var known = signIn is null ? new(Nothing, due) : await SignedInAsync(identity, stage, due).ConfigureAwait(false);
            if (known.Extracted is { } extracted)
                await FollowAsync(first, new(users, identity, number, feeds, extracted), stage, known.Due).ConfigureAwait(false);
            else
                NotSent(first, stage, due, "its user could not sign in");
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

    /// <summary>Signs a user in before the first of their requests, which is due only then: the time of the sign-in is its own.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<SignedIn> SignedInAsync(int identity, int stage, long due)
    {
        var signing = signedIn.TryGetValue(identity, out var known) ? known : signedIn.GetOrAdd(identity, _ => new(() => SignInAsync(identity, stage, due)));
        if (signing is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            return new(await signing.Value.ConfigureAwait(false), due);
        var extracted = await signing.Value.ConfigureAwait(false);
        // Whoever was turned away tries again with the next request.
        if (extracted is null)
            signedIn.TryRemove(new(identity, signing));
        return new(extracted, Stopwatch.GetTimestamp());
    }

    private async Task<IReadOnlyDictionary<string, string>?> SignInAsync(int identity, int stage, long due)
    {
        var user = new VirtualUser(users, identity, identity, feeds, Nothing);
        return await SendAsync(signIn!, user, stage, due).ConfigureAwait(false) ? user.Extracted : null;
    }

    /// <returns>Whether it was answered as it must be.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> SendAsync(CompiledRequest request, VirtualUser user, int stage, long due)
    {
        sink.Started();
        var answer = await client.SendAsync(request, user).ConfigureAwait(false);
        if (IsCutOff(answer))
            return false;
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

    /// <summary>The end of the run cut it off before its deadline: what it would have been answered, nobody knows.</summary>
    private bool IsCutOff(in Answer answer) => answer.Failure is { } error && cancellation.IsCancellationRequested
        && ErrorWords.KindOf(error) == ErrorKind.Timeout && Stopwatch.GetElapsedTime(answer.Sent, answer.Ended) < plan.Scenario.Timeout;

    private static Exchange Judge(CompiledRequest request, VirtualUser user, string? text, Exchange exchange)
    {
        if (!request.Settings.Accepts(exchange.Status))
            return exchange with { Error = ErrorKind.Status, Detail = $"answered {exchange.Status}" };
        return text is not null && request.Check(text, user) is { } problem ? exchange with { Error = ErrorKind.Check, Detail = problem } : exchange;
    }

    private void NotSent(CompiledRequest request, int stage, long due, string why)
    {
        sink.Started();
        sink.Ended(new Exchange
        {
            Request = request.Index, Stage = stage, Due = due, Sent = due, Ended = due, Error = ErrorKind.NotSent, Detail = why,
        });
    }

    /// <param name="Extracted">What the sign-in brought; null when it failed.</param>
    /// <param name="Due">When the request that waited for it is due.</param>
    private readonly record struct SignedIn(IReadOnlyDictionary<string, string>? Extracted, long Due);
}
