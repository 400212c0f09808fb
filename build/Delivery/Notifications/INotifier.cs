namespace Frostline.Delivery.Notifications;

/// <summary>Tells people what happens to an environment. Never waits and never fails: a release does not depend on who hears of it.</summary>
public interface INotifier
{
    /// <summary>Hands over a notification; it is sent meanwhile.</summary>
    void Notify(Notification notification);
}
