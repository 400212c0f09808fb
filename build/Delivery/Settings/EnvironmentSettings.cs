using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Frostline.Delivery.Settings;

/// <summary>One environment: where it is and how it is released to.</summary>
public sealed record EnvironmentSettings
{
    /// <summary>The key under <c>environments</c>.</summary>
    [JsonIgnore, FromKey]
    public string Name { get; init; } = "";

    /// <summary>The kind of platform.</summary>
    [Description("The kind of platform.")]
    public PlatformKind Platform { get; init; } = PlatformKind.ContainerApps;

    [Description("Azure subscription.")]
    [Matches("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", "is not a subscription id", "Give the subscription's GUID.")]
    public required string Subscription { get; init; }

    [Description("Resource group, created when it does not exist.")]
    [Matches(@"^[A-Za-z0-9_().-]{0,89}[A-Za-z0-9_()-]$", "is not a resource group name", "Use up to 90 letters, digits, underscores, dashes, dots and parentheses, not ending with a dot.")]
    public required string ResourceGroup { get; init; }

    [Description("Azure region.")]
    [Matches("^[a-z][a-z0-9]+$", "is not a region", "Give its short name such as 'westeurope'.")]
    public required string Location { get; init; }

    [Description("Managed environment, created when it does not exist.")]
    [Matches("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", "is not a managed environment name", "Use 2 to 32 lower-case letters, digits and dashes, starting with a letter.")]
    public required string ManagedEnvironment { get; init; }

    [Description("Registry the images are pushed to; LocalAzure uses its own instead.")]
    [Matches(@"^[a-z0-9.-]+(:[0-9]+)?$", "is not a registry", "Give its host name without a scheme.")]
    public required string Registry { get; init; }

    [Description("Bounds for the number of replicas.")]
    public ReplicaSettings Replicas { get; init; } = new();

    /// <summary>How long a new revision may take until it is ready.</summary>
    [Description("How long a new revision may take until it is ready.")]
    [Seconds(1, 3600)]
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the smoke checks of a service may be retried until all pass.</summary>
    [Description("How long the smoke checks of a service may be retried until all pass.")]
    [Seconds(1, 600)]
    public TimeSpan SmokeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the public address may take to answer with the new release after the switch.</summary>
    [Description("How long the public address may take to answer with the new release after the switch.")]
    [Seconds(1, 600)]
    public TimeSpan VerifyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the old revision may finish its requests before it is deactivated.</summary>
    [Description("How long the old revision may finish its requests before it is deactivated.")]
    [Seconds(0, 3600)]
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    [Description("How traffic moves.")]
    public RolloutSettings Rollout { get; init; } = new();

    /// <summary>Who is told of rollouts and rollbacks. Default nobody.</summary>
    [Description("Who is told of rollouts and rollbacks.")]
    public NotificationSettings Notifications { get; init; } = new();

    [Description("What load tests hold the environment to.")]
    public ObjectiveSettings Objectives { get; init; } = new();

    /// <summary>Whether a verified backup is taken before each migration of a database that has data. Default: where a person must approve.</summary>
    [Description("Whether a verified backup is taken before each migration. Leave out for: where a person must approve.")]
    public bool? BackupBeforeMigration { get; init; }

    [Description("How long a migration may wait and run, and for how long it may stop the application.")]
    public MigrationSettings Migration { get; init; } = new();

    [Description("Whether a person must approve before anything is touched.")]
    public bool Approval { get; init; }
}
