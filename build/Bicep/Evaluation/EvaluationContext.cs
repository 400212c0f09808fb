namespace Frostline.Bicep.Evaluation;

/// <summary>What a deployment would know of the place it is made in. The same context gives the same result.</summary>
public sealed record EvaluationContext
{
    /// <summary>The moment that <c>utcNow()</c> tells.</summary>
    public required DateTimeOffset Now { get; init; }

    public string TenantId { get; init; } = "00000000-0000-0000-0000-000000000000";

    public string SubscriptionId { get; init; } = "00000000-0000-0000-0000-000000000000";

    public string ResourceGroup { get; init; } = "rg-frostline";

    /// <summary>Where the resource group is, in the short form.</summary>
    public string Location { get; init; } = "westeurope";

    public string DeploymentName { get; init; } = "main";

    /// <summary>Of management group deployments.</summary>
    public string ManagementGroup { get; init; } = "frostline";

    /// <summary>Environment variables for <c>readEnvironmentVariable()</c> in parameter files; others take the default given there, and without one are an error.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>();
}
