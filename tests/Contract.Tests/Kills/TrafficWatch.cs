using System.Collections.Concurrent;
using Frostline.Delivery;
using Frostline.Delivery.ContainerApps;

namespace Contract.Tests.Kills;

/// <summary>Looks at the traffic of apps all the time: at no instant may it fail to add up, or lead to a revision that cannot serve.</summary>
internal sealed class TrafficWatch : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> problems = new();
    private readonly Task looking;
    private int looks;

    public TrafficWatch(IContainerApps apps, params string[] names) => looking = Task.WhenAll(names.Select(name => Task.Run(() => LookAsync(apps, name))));

    /// <summary>Instants that were seen whole.</summary>
    public int Looks => Volatile.Read(ref looks);

    /// <summary>What was wrong, in words.</summary>
    public IReadOnlyCollection<string> Problems => problems;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await looking;
        stop.Dispose();
    }

    private async Task LookAsync(IContainerApps apps, string name)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var app = await apps.FindAppAsync(name, CancellationToken.None);
                var revisions = await apps.ListRevisionsAsync(name, CancellationToken.None);
                // Traffic that moved between the two questions would be held against revisions it had left already.
                var after = await apps.FindAppAsync(name, CancellationToken.None);
                if (app is not null && after is not null && app.Traffic.SequenceEqual(after.Traffic))
                    Judge(app, revisions);
            }
            catch (DeliveryException)
            {
                // Nobody answers while the platform itself is down.
            }

            await Task.Delay(Pause);
        }
    }

    private void Judge(ContainerApp app, IReadOnlyList<Revision> revisions)
    {
        Interlocked.Increment(ref looks);
        if (app.Traffic.Sum(entry => entry.Weight) != 100)
            problems.Enqueue($"{app.Name}: {TrafficTarget.Words(app.Traffic)} does not add up to 100");
        foreach (var entry in app.Traffic.Where(entry => entry.Weight > 0))
        {
            if (revisions.FirstOrDefault(revision => revision.Name == entry.Revision) is not { Active: true, HealthState: "Healthy" } revision)
                problems.Enqueue($"{app.Name}: {entry.Weight} % leads to {entry.Revision}, which is not ready: {string.Join(", ", revisions.Select(known => $"{known.Name} {known.Active} {known.HealthState}"))}");
        }
    }
}
