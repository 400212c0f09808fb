namespace LocalAzure.Resources;

/// <summary>A request the platform refuses, with the code and message it answers.</summary>
internal sealed class ArmException(int status, string code, string message, string? target = null) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string? Target { get; } = target;

    public static ArmException BadRequest(string code, string message, string? target = null) => new(400, code, message, target);

    public static ArmException Conflict(string code, string message) => new(409, code, message);

    public static ArmException NotFound(ResourceId id) => new(
        404, "ResourceNotFound", $"The Resource '{id.Type}/{id.Name}' under resource group '{id.ResourceGroup}' was not found.");

    public static ArmException GroupNotFound(string group) => new(404, "ResourceGroupNotFound", $"Resource group '{group}' could not be found.");

    public static ArmException GroupBeingDeleted(string group) => Conflict(
        "ResourceGroupBeingDeleted", $"The resource group '{group}' is in deprovisioning state and cannot perform this operation.");
}
