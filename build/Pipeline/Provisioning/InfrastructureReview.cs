using Frostline.Bicep;
using Frostline.Bicep.Reports;
using Frostline.Delivery;

namespace Frostline.Pipeline.Provisioning;

/// <summary>The infrastructure of this checkout, or any Bicep file, checked and told.</summary>
internal sealed class InfrastructureReview(BuildContext context)
{
    public async Task RunAsync()
    {
        var result = await InfrastructureCheck.RunAsync(Request(), context.Cancellation);
        await InfrastructureArtifacts.WriteAsync(result, context.Paths.Bicep, context.Cancellation);

        context.Print(InfrastructureText.Of(result, withPlan: context.Options.Plans("Bicep")));
        context.Print($"{result.Summary}  {context.Paths.Relative(context.Paths.Bicep)}/report.md");
        if (!result.Passed)
            throw new DeliveryException($"infrastructure: {result.Summary}. Mend what is marked error above.");
    }

    private InfrastructureRequest Request()
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var options = context.Options;
        if (options.File is { } file)
            return InfrastructureRequest.ForFile(context.Paths.Root, context.Paths.Of(file), options.Params is { } parameters ? context.Paths.Of(parameters) : null, today) with { EnvironmentVariables = Variables.Of(context.Environment) };

        var request = InfrastructureRequest.ForFolder(context.Paths.Root, "infrastructure", today);
        return request with { UpdateSnapshots = options.UpdateSnapshots, EnvironmentVariables = Variables.Of(context.Environment), Environments = [.. request.Environments.Select(Placed)] };
    }

    /// <summary>An environment as the settings place it: ids and derived names come out as they will be.</summary>
    private InfrastructureEnvironment Placed(InfrastructureEnvironment environment) =>
        context.Settings.Environments.TryGetValue(environment.Name, out var settings)
            ? environment with { ResourceGroup = settings.ResourceGroup, SubscriptionId = settings.Subscription, Location = settings.Location }
            : environment;
}
