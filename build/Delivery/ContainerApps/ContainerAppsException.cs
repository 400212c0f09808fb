namespace Frostline.Delivery.ContainerApps;

/// <summary>The management API refused a call, or the operation it started failed.</summary>
/// <param name="status">HTTP status; 200 when the call was accepted and failed later; 0 when there was no answer.</param>
/// <param name="code">The platform's error code, or empty.</param>
/// <param name="text">The platform's message.</param>
/// <param name="operation">What was attempted, such as <c>PATCH containerApps/coffee-api</c>.</param>
public sealed class ContainerAppsException(int status, string code, string text, string operation)
    : DeliveryException($"{operation}: {(code.Length > 0 ? code + ": " : "")}{text}{(status is 0 or 200 ? "" : $" (status {status})")}")
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>What was attempted.</summary>
    public string Operation { get; } = operation;

    /// <summary>The platform's error with all that is inside it, when it gave one.</summary>
    internal System.Text.Json.Nodes.JsonObject? Error { get; init; }
}
