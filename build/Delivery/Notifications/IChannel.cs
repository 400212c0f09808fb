namespace Frostline.Delivery.Notifications;

/// <summary>One way to reach people.</summary>
internal interface IChannel : IDisposable
{
    /// <summary>Names it in a line of output, without its secrets.</summary>
    string Name { get; }

    /// <summary>Sends once.</summary>
    /// <exception cref="NotSentException">It was not sent.</exception>
    Task SendAsync(Notification notification, CancellationToken cancellation);
}

/// <summary>A notification was not sent.</summary>
/// <param name="message">Why, without secrets.</param>
/// <param name="again">Whether it may go better later.</param>
internal sealed class NotSentException(string message, bool again) : Exception(message)
{
    public bool Again { get; } = again;
}
