using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>What a rollout asks: the platform about a revision, the revision on its own host, the app on its public one.</summary>
internal sealed class RolloutChecks(RolloutSite site, RolloutEffects effects)
{
    private readonly IReadOnlyDictionary<string, ContainerApp> known = effects.Known;

    public async Task ReadyAsync(ServicePlan service, CancellationToken cancellation)
    {
        var start = site.Clock.GetTimestamp();
        var (problem, restarted) = (await UntilReadyAsync(service, cancellation), false);
        if (problem is not null && await IsStuckAsync(service, cancellation))
        {
            site.Report("ready", service.Service.Name, $"{service.Candidate} is stuck: {problem}; it is restarted once");
            await effects.RestartAsync(service, service.Candidate, cancellation);
            (problem, restarted) = (await UntilReadyAsync(service, cancellation), true);
        }

        if (problem is not null)
            throw new DeliveryException(
                $"{service.Service.Name}: '{service.Candidate}' was not ready within {site.Environment.ReadyTimeout:c}{(restarted ? ", nor within as long after a restart" : "")}: {problem}. {StillServes(service)}");
        site.Report("ready", service.Service.Name, $"{service.Candidate} after {site.Clock.GetElapsedTime(start).TotalSeconds:0.0} s");
    }

    public async Task SmokeAsync(ServicePlan service, CancellationToken cancellation)
    {
        var revision = await site.Apps.FindRevisionAsync(service.App, service.Candidate, cancellation);
        var host = GreenHost(service) ?? revision?.Fqdn;
        var problem = await site.UntilFineAsync(site.Environment.SmokeTimeout, token => FirstProblemAsync(service, host, token), cancellation);
        if (problem is not null)
            throw new DeliveryException($"{service.Service.Name}: smoke check on '{service.Candidate}' failed: {problem}. {StillServes(service)}");
        site.Report("smoke", service.Service.Name, $"{service.Service.Smoke.Count} checks passed on {host}");
    }

    public async Task VerifyAsync(ServicePlan service, CancellationToken cancellation)
    {
        var fqdn = known[service.Service.Name].Fqdn;
        var problem = await site.UntilFineAsync(site.Environment.VerifyTimeout, token => FirstProblemAsync(service, fqdn, token), cancellation);
        if (problem is not null)
            throw new DeliveryException($"{service.Service.Name}: the public host {fqdn} does not serve {site.Release.Version}: {problem}.");
        site.Report("verify", service.Service.Name, $"{fqdn} serves {site.Release.Version}");
    }

    public async Task AnswersAgainAsync(ServicePlan service, CancellationToken cancellation)
    {
        if (known[service.Service.Name].Fqdn is not { } fqdn)
            return;
        var problem = await site.UntilFineAsync(site.Environment.VerifyTimeout, token => NoAnswerAsync(service, fqdn, token), cancellation);
        if (problem is not null)
            throw new DeliveryException($"{service.Service.Name}: traffic is back, but the old revision does not answer: {problem}.");
    }

    /// <summary>The candidate's label host, or null when it carries no label.</summary>
    public string? GreenHost(ServicePlan service) =>
        known[service.Service.Name] is { Fqdn: { } fqdn } app && app.Traffic.Any(entry => entry.Revision == service.Candidate && entry.Label == RolloutLabels.Green)
            ? RolloutLabels.HostOf(fqdn, RolloutLabels.Green)
            : null;

    /// <summary>A revision's own host name, beside that of its app.</summary>
    public static string RevisionHost(string fqdn, string revision) => revision + fqdn[Math.Max(0, fqdn.IndexOf('.', StringComparison.Ordinal))..];

    private Task<string?> UntilReadyAsync(ServicePlan service, CancellationToken cancellation) =>
        site.UntilFineAsync(site.Environment.ReadyTimeout, token => NotReadyAsync(service, token), cancellation);

    private async Task<bool> IsStuckAsync(ServicePlan service, CancellationToken cancellation)
    {
        var revision = await site.Apps.FindRevisionAsync(service.App, service.Candidate, cancellation);
        return revision is not null
            && Readiness.Judge(revision, await site.Apps.ListReplicasAsync(service.App, service.Candidate, cancellation), site.ReplicasOf(service)).IsStuck;
    }

    private async Task<string?> NotReadyAsync(ServicePlan service, CancellationToken cancellation)
    {
        var revision = await site.Apps.FindRevisionAsync(service.App, service.Candidate, cancellation);
        var replicas = revision is null ? [] : await site.Apps.ListReplicasAsync(service.App, service.Candidate, cancellation);
        var readiness = Readiness.Judge(revision, replicas, site.ReplicasOf(service));
        if (readiness.IsDead)
            throw new DeliveryException($"{service.Service.Name}: '{service.Candidate}' will not get ready: {readiness.Fact}. {StillServes(service)}");
        if (!readiness.IsReady)
            return readiness.Fact;
        if (revision!.Fqdn is not { } fqdn)
            return "it has no host name";
        return await NoAnswerAsync(service, fqdn, cancellation)
            ?? (GreenHost(service) is { } green ? await NoAnswerAsync(service, green, cancellation) : null);
    }

    private Task<string?> NoAnswerAsync(ServicePlan service, string fqdn, CancellationToken cancellation)
    {
        var address = SmokeRequest.Address(site.Platform.AddressFor(fqdn), service.Service.Probes.Readiness?.Path ?? "/");
        return SmokeRequest.AnswersAsync(site.Client, address, site.Clock, cancellation);
    }

    private async Task<string?> FirstProblemAsync(ServicePlan service, string? fqdn, CancellationToken cancellation)
    {
        if (fqdn is null)
            return "it has no host name";
        foreach (var check in service.Service.Smoke)
        {
            var filled = check with { Contains = check.Contains is null ? null : Placeholders.Fill(check.Contains, name => site.Resolve(name, known)) };
            if (await SmokeRequest.SendAsync(site.Client, site.Platform.AddressFor(fqdn), filled, site.Clock, cancellation) is { } problem)
                return $"GET {check.Path}: {problem}";
        }

        return null;
    }

    private static string StillServes(ServicePlan service) => service.Previous.Count switch
    {
        0 => "Nothing served before.",
        1 => $"'{service.Previous.Keys.Single()}' still serves 100 %.",
        _ => "The old revisions still serve.",
    };
}
