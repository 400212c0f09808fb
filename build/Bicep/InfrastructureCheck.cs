using Frostline.Bicep.Costs;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Plans;
using Frostline.Bicep.Policy;
using Frostline.Bicep.Reports;

namespace Frostline.Bicep;

/// <summary>Checks infrastructure without a cloud: language, types, linter, policy, plan and cost, for every environment.</summary>
public static class InfrastructureCheck
{
    /// <summary>The same request over the same files gives the same result. Whatever is wrong with the templates is a finding.</summary>
    /// <exception cref="InvalidDataException">Prices, policy settings or an accepted plan are malformed.</exception>
    public static async Task<InfrastructureResult> RunAsync(InfrastructureRequest request, CancellationToken cancellationToken)
    {
        var policy = request.Policy is null ? PolicySettings.Default : PolicySettings.Read(request.Policy);
        var prices = request.Prices is null ? null : PriceTable.Read(request.Prices);
        var checks = await Task.WhenAll(request.Environments.Select(environment =>
            Task.Run(() => new EnvironmentCheck(request, environment, policy, prices).Run(), cancellationToken))).ConfigureAwait(false);
        if (request is { UpdateSnapshots: true, Snapshots: { } folder })
        {
            await UpdateAsync(folder, checks.Select(check => check.Result), cancellationToken).ConfigureAwait(false);
        }

        return new InfrastructureResult(
            [.. checks.Select(check => check.Result)],
            FindingList.Merge([.. checks.SelectMany(check => check.Findings), .. OfFiles(request, policy, prices)]));
    }

    private static IEnumerable<Finding> OfFiles(InfrastructureRequest request, PolicySettings policy, PriceTable? prices)
    {
        if (request.Policy is { } file)
        {
            foreach (var expired in PolicyCheck.Expired(policy, request.Today, RelativePath.Of(request.Root, file)))
            {
                yield return expired;
            }
        }

        if (prices is not null && request.Today.DayNumber - prices.AsOf.DayNumber is > CostCheck.OldAfterDays and var age)
        {
            yield return new Finding("COST003", PolicyLevel.Warning, $"The prices are {age} days old. Read them again and set asOf.", RelativePath.Of(request.Root, request.Prices!), 1);
        }
    }

    private static async Task UpdateAsync(string folder, IEnumerable<EnvironmentResult> environments, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var environment in environments.Where(environment => environment.IsValid))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{environment.Name}.json"), PlanFile.Write(environment.Plan), cancellationToken).ConfigureAwait(false);
        }
    }
}
