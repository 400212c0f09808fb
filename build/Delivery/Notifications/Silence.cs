namespace Frostline.Delivery.Notifications;

/// <summary>For settings that name nobody to tell.</summary>
public sealed class Silence : INotifier
{
    public static Silence Instance { get; } = new();

    public void Notify(Notification notification)
    {
    }
}
