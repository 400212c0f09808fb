using System.Globalization;
using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>The phases until a release has all traffic, in their order; <see cref="UndoPhases"/> takes them back, <see cref="ClosingPhases"/> follow.</summary>
internal sealed class ForwardPhases(RolloutSite site, RolloutPlan plan, RolloutEffects effects, RolloutChecks checks)
{
    public async Task RepairAsync(CancellationToken cancellation)
    {
        foreach (var service in plan.Services.Where(service => service.Reapply))
        {
            var good = effects.RevisionOf(service, service.Stable!);
            await effects.ReapplyAsync(service, good, cancellation);
            site.Report("repair", service.Service.Name, $"{service.App} was Failed; the template of {good.Name} is applied again");
        }
    }

    public async Task CleanUpAsync(CancellationToken cancellation)
    {
        // A torn switch is mended first, or the revisions it leaves over would still have traffic.
        foreach (var service in plan.Services.Where(service => service.Pin))
        {
            await effects.ShiftAsync(service, new TrafficTarget { Weights = service.Previous }, cancellation);
            site.Report("clean up", service.Service.Name, $"traffic is at {TrafficTarget.Words(effects.Traffic[service.Service.Name])}");
        }

        await Together.OrNotAtAllAsync(plan.Services, CleanUpAsync, cancellation);
    }

    public async Task CreateAsync(CancellationToken cancellation)
    {
        foreach (var service in ServiceOrder.Of(site.Settings).Select(service => plan.Services.Single(planned => planned.Service.Name == service.Name)))
        {
            await effects.CreateAsync(service, cancellation);
            site.Report("create", service.Service.Name, $"{service.Candidate} {(service.Previous.Count == 0 ? "as the first one" : "at 0 %")}");
        }
    }

    /// <summary>Names both sides: from now on each has a host of its own that says which it is.</summary>
    public Task LabelAsync(CancellationToken cancellation) =>
        Together.OrNotAtAllAsync(plan.Services.Where(service => service.Stable is not null), LabelAsync, cancellation);

    public Task ReadyAsync(CancellationToken cancellation) => Together.OrNotAtAllAsync(plan.Services, checks.ReadyAsync, cancellation);

    /// <summary>
    /// Services ask each other on their public hosts. A new app gives its first revision all traffic; one whose first release failed gives it to nobody
    /// who answers, and would fail the checks of every service that asks it, for ever.
    /// </summary>
    public async Task SmokeAsync(CancellationToken cancellation)
    {
        foreach (var service in plan.Services.Where(service => service.Previous.Count == 0 && !HasTraffic(service)))
            await ShiftAsync(service, new() { [service.Candidate] = 100 }, cancellation);
        await Together.OrNotAtAllAsync(plan.Services, checks.SmokeAsync, cancellation);
    }

    public void Preview()
    {
        foreach (var service in plan.Services)
        {
            if (checks.GreenHost(service) is { } host)
                site.Report("preview", service.Service.Name, $"{site.Platform.AddressForPeople(host)}");
        }
    }

    public async Task ShiftAsync(int weight, CancellationToken cancellation)
    {
        foreach (var service in plan.Services)
        {
            // With nothing to share traffic with, the first step is the last one.
            var all = weight == 100 || service.Stable is null;
            var weights = all ? new Dictionary<string, int> { [service.Candidate] = 100 } : Mix(service, weight);
            await ShiftAsync(service, weights, cancellation);
        }
    }

    public Task VerifyAsync(CancellationToken cancellation) => Together.OrNotAtAllAsync(plan.Services, checks.VerifyAsync, cancellation);

    private async Task CleanUpAsync(ServicePlan service, CancellationToken cancellation)
    {
        var dead = effects.LabelsOf(service, service.LeftOver);
        foreach (var revision in service.LeftOver)
        {
            await effects.DeactivateAsync(service, revision, cancellation);
            site.Report("clean up", service.Service.Name, $"{revision}, left over by an earlier run, is deactivated");
        }

        if (plan.Start == RolloutStart.Abort && service.Previous.Count == 0)
            site.Report("clean up", service.Service.Name, $"nothing served before, so {service.App} answers nobody until the next deployment");
        if (dead.Count > 0 && service.Previous.Count > 0)
            await effects.ShiftAsync(service, new TrafficTarget { Weights = service.Previous, Labels = dead }, cancellation);
    }

    private Task LabelAsync(ServicePlan service, CancellationToken cancellation) => effects.ShiftAsync(
        service,
        new TrafficTarget
        {
            Weights = service.Previous,
            Labels = new Dictionary<string, string?> { [RolloutLabels.Green] = service.Candidate, [RolloutLabels.Blue] = service.Stable },
        },
        cancellation);

    private async Task ShiftAsync(ServicePlan service, Dictionary<string, int> weights, CancellationToken cancellation)
    {
        await effects.ShiftAsync(service, new TrafficTarget { Weights = weights }, cancellation);
        site.Report("shift", service.Service.Name, $"{weights[service.Candidate]} % to {service.Candidate}");
    }

    private bool HasTraffic(ServicePlan service) =>
        effects.Traffic[service.Service.Name].Any(entry => entry.Weight > 0 && (entry.Latest || entry.Revision == service.Candidate));

    private static Dictionary<string, int> Mix(ServicePlan service, int weight) => new() { [service.Candidate] = weight, [service.Stable!] = 100 - weight };
}
