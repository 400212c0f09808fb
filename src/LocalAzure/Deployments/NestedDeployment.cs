using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Deployments.Templates;

namespace LocalAzure.Deployments;

/// <summary>A deployment that a template has as a resource: a module.</summary>
internal static class NestedDeployment
{
    private const int Deepest = 12;

    /// <summary>The request its resource stands for.</summary>
    /// <param name="body">The resource's body, evaluated but for its template.</param>
    public static DeploymentRequest Read(PlannedResource planned, JsonObject body) =>
        DeploymentRequest.Read(planned.Scope, planned.Name, JsonSerializer.SerializeToElement(WithLocation(planned, body), Values.Compact));

    public static FrameSettings Settings(PlannedResource planned, DeploymentRequest request, TemplateFrame around)
    {
        if (Depth(around) > Deepest)
            throw DeploymentException.InvalidTemplate($"nested deployments are nested deeper than {Deepest} levels");

        return around.Settings with
        {
            Scope = request.Scope,
            Name = request.Name,
            Location = request.Location,
            Parameters = request.Parameters,
            Outer = IsInner(planned) ? null : around,
            Around = around,
            Secrets = around.Secrets,
        };
    }

    private static int Depth(TemplateFrame frame)
    {
        var depth = 1;
        for (var next = frame.Settings.Around; next is not null; next = next.Settings.Around)
            depth++;

        return depth;
    }

    private static bool IsInner(PlannedResource planned) => string.Equals(
        planned.Source.Part("properties").At("expressionEvaluationOptions").At("scope").AsText(), "inner", StringComparison.OrdinalIgnoreCase);

    /// <summary>A nested deployment to a subscription may leave out where its own record is kept.</summary>
    private static JsonObject WithLocation(PlannedResource planned, JsonObject body)
    {
        if (planned.Scope.ResourceGroup is null && body["location"] is null)
            body["location"] = "westeurope";

        return body;
    }
}
