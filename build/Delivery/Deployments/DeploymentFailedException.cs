namespace Frostline.Delivery.Deployments;

/// <summary>The platform refused a template, or its deployment failed.</summary>
/// <param name="deployment">Name of the deployment.</param>
/// <param name="what">What became of it, such as <c>failed</c>.</param>
/// <param name="failures">The innermost reasons.</param>
public sealed class DeploymentFailedException(string deployment, string what, IReadOnlyList<DeploymentFailure> failures)
    : DeliveryException($"Deployment '{deployment}' {what}{(failures.Count == 0 ? "." : $":\n  {string.Join("\n  ", failures)}")}")
{
    /// <summary>The innermost reasons, one for each resource that failed.</summary>
    public IReadOnlyList<DeploymentFailure> Failures { get; } = failures;
}

/// <summary>Why one resource was not deployed.</summary>
/// <param name="Resource">Type and name, or the path in the template; empty when it is about the whole.</param>
/// <param name="Code">The platform's innermost code.</param>
/// <param name="Message">Its message.</param>
public sealed record DeploymentFailure(string Resource, string Code, string Message)
{
    public override string ToString() => string.Join(": ", new[] { Resource, Code, Message }.Where(part => part.Length > 0));
}
