namespace Frostline.Delivery.Notifications;

/// <summary>A notification in words.</summary>
/// <param name="product">Name of the product.</param>
/// <param name="runUrl">The page of the run on a build server, or null.</param>
internal sealed class NotificationText(string product, string? runUrl)
{
    public string? RunUrl { get; } = runUrl;

    /// <summary><c>coffeetracker 2026.11.20-1a2b3c4d in production: rolled back</c></summary>
    public string Title(Notification notification) => $"{product} {notification.Version} in {notification.Environment}: {Word(notification.Kind)}";

    private static string Word(NotificationKind kind) => kind switch
    {
        NotificationKind.Started => "started",
        NotificationKind.Step => "step",
        NotificationKind.Promoted => "promoted",
        NotificationKind.RolledBack => "rolled back",
        _ => "failed",
    };
}
