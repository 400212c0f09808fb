using System.Text.Json.Nodes;
using LocalAzure.Resources;

namespace LocalAzure.Deployments;

/// <summary>Why a deployment, or a part of one, failed; the causes are inside.</summary>
internal sealed record DeploymentError(string Code, string Message)
{
    public string? Target { get; init; }

    public IReadOnlyList<DeploymentError> Details { get; init; } = [];

    public static DeploymentError From(Exception exception) => exception switch
    {
        DeploymentException e => e.Error,
        ArmException e => new DeploymentError(e.Code, e.Message) { Target = e.Target },
        _ => new DeploymentError("InternalServerError", exception.Message),
    };

    public static DeploymentError Failed(IReadOnlyList<DeploymentError> causes) => new(
        "DeploymentFailed",
        "At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/arm-deployment-operations for usage details.")
    {
        Details = causes,
    };

    /// <summary>The write of a resource was accepted, and then failed.</summary>
    public static DeploymentError WriteFailed(string id, DeploymentError cause) => new(
        "ResourceDeploymentFailure", "The resource write operation failed to complete successfully, because it reached terminal provisioning state 'Failed'.")
    {
        Target = id,
        Details = [cause],
    };

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["code"] = Code };
        if (Target is not null)
            json["target"] = Target;
        json["message"] = Message;
        if (Details.Count > 0)
            json["details"] = new JsonArray([.. Details.Select(detail => detail.ToJson())]);

        return json;
    }
}

/// <summary>A deployment the platform refuses, or one that failed.</summary>
internal sealed class DeploymentException(DeploymentError error, int status = 400) : Exception(error.Message)
{
    public DeploymentError Error { get; } = error;

    public int Status { get; } = status;

    public static DeploymentException Refused(int status, string code, string message) => new(new DeploymentError(code, message), status);

    public static DeploymentException InvalidTemplate(string why, string? target = null) =>
        new(new DeploymentError("InvalidTemplate", $"Deployment template validation failed: '{why}'.") { Target = target });
}
