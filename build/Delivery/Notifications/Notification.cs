namespace Frostline.Delivery.Notifications;

/// <summary>What happened.</summary>
public enum NotificationKind
{
    /// <summary>A rollout or rollback began.</summary>
    Started,

    /// <summary>Traffic moved, and the step was judged.</summary>
    Step,

    /// <summary>The release has all traffic and answers.</summary>
    Promoted,

    /// <summary>The release before serves again.</summary>
    RolledBack,

    /// <summary>It failed; the text says what serves now.</summary>
    Failed,
}

/// <summary>One thing that people are told.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Environment">Name of the environment.</param>
/// <param name="Version">The release it is about.</param>
/// <param name="Text">One or two sentences; secrets are masked by whoever writes it.</param>
public sealed record Notification(NotificationKind Kind, string Environment, string Version, string Text);
