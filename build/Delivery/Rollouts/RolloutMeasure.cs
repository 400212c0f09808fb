using Frostline.Delivery.Rollouts.Judging;

namespace Frostline.Delivery.Rollouts;

/// <summary>What a rollout costs those who use the services: requests that failed while it ran, and how long a bad revision kept traffic.</summary>
internal sealed class RolloutMeasure(RolloutSite site, RolloutPlan plan, RolloutEffects effects) : IAsyncDisposable
{
    private PublicProbes? probes;
    private DateTimeOffset? decided;

    /// <summary>Begins to ask the public hosts of what serves already.</summary>
    public void Start()
    {
        var hosts = plan.Services.Where(service => service.Stable is not null)
            .Select(service => (service.Service, effects.Known[service.Service.Name].Fqdn)).Where(pair => pair.Fqdn is not null);
        if (site.Options.Judged)
            probes = PublicProbes.Start([.. hosts.Select(pair => new PublicHost(pair.Service.Name, site.Platform.AddressFor(pair.Fqdn!), ProbePath.Of(pair.Service)))], site.Client, site.Clock);
    }

    /// <summary>The rollout is to be undone from now on.</summary>
    public void Decide() => decided ??= site.Clock.GetUtcNow();

    /// <summary>Stops asking.</summary>
    /// <returns>What was seen, or null when nobody asked.</returns>
    public async Task<SeenRequests?> StopAsync()
    {
        if (probes is null)
            return null;
        await probes.DisposeAsync();
        return new(probes.Sent, probes.Failed, decided is { } moment ? probes.FailedSince(moment) : 0, probes.Examples);
    }

    /// <summary>Seconds from the decision to go back until the last bad revision had no traffic, or null when none was undone.</summary>
    public double? SecondsToZero(IEnumerable<DateTimeOffset> restored) =>
        decided is { } moment && restored.DefaultIfEmpty().Max() is var last && last > default(DateTimeOffset) ? Math.Round((last - moment).TotalSeconds, 3) : null;

    public async ValueTask DisposeAsync()
    {
        if (probes is not null)
            await probes.DisposeAsync();
    }
}
