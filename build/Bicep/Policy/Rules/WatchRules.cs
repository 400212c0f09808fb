using static Frostline.Bicep.Policy.PolicySeverity;

namespace Frostline.Bicep.Policy.Rules;

/// <summary>Telemetry, alerts and rights.</summary>
internal static class WatchRules
{
    private const string Insights = "Microsoft.Insights/components";
    private const string Workspace = "Microsoft.OperationalInsights/workspaces";
    private const string Assignment = "Microsoft.Authorization/roleAssignments";

    private static readonly string[] BroadRoles =
    [
        "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", // Owner
        "b24988ac-6180-42a0-ab88-20f7382dd24c", // Contributor
        "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", // User Access Administrator
    ];

    public static IEnumerable<PolicyRule> All =>
    [
        new("AI001", High, Insights, "Components without a workspace are retired.", "Set WorkspaceResourceId.")
        {
            Check = insights => insights.MustHave("properties.WorkspaceResourceId"),
        },
        new("AI002", Medium, Insights, "Whoever knows the key can write telemetry.", "Set DisableLocalAuth to true.")
        {
            Check = insights => insights.MustBe("properties.DisableLocalAuth", "true"),
        },
        new("LA001", Low, Workspace, "An incident is often found weeks later.", "Keep logs for 30 days or more.")
        {
            Check = workspace => workspace.AtLeast("properties.retentionInDays", 30),
        },
        new("LA002", Low, Workspace, "Whoever knows the workspace key can write logs.", "Set features.disableLocalAuth to true.")
        {
            Check = workspace => workspace.MustBe("properties.features.disableLocalAuth", "true"),
        },
        new("ALR001", Medium, "Microsoft.Insights/metricAlerts", "An alert that tells nobody is none.", "Name an action group under actions.")
        {
            Check = alert => alert.Items("properties.actions").Any() ? [] : [new Violation("properties.actions", "is empty")],
        },
        new("ALR002", Medium, "Microsoft.Insights/actionGroups", "A group without receivers tells nobody.", "Add receivers and set enabled to true.")
        {
            Check = group => [.. group.MustBe("properties.enabled", "true"),
                .. group["properties"]?.Members.Any(member => member.Name.EndsWith("Receivers", StringComparison.OrdinalIgnoreCase) && (member.Value.Items.Count > 0 || member.Value.IsSymbolic)) ?? false
                    ? Array.Empty<Violation>()
                    : [new Violation("properties", "has no receivers")]],
        },
        new("RBAC001", Medium, Assignment, "Without the type an assignment to a new identity fails at random.", "Set principalType.")
        {
            Check = assignment => assignment.MustHave("properties.principalType"),
        },
        new("RBAC002", High, Assignment, "Such a role may do everything in its scope.", "Use a role that fits the task.")
        {
            Check = assignment => assignment["properties.roleDefinitionId"]?.ToString() is { } role && BroadRoles.Any(broad => role.Contains(broad, StringComparison.OrdinalIgnoreCase))
                ? [new Violation("properties.roleDefinitionId", "is Owner, Contributor or User Access Administrator")]
                : [],
        },
    ];
}
