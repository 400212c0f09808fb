using System.Net;
using System.Net.Mail;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Notifications;

/// <summary>Mail through a server.</summary>
internal sealed class Mail(MailSettings settings, Secret? password, NotificationText text) : IChannel
{
    public string Name => $"mail ({settings.Host}:{settings.Port})";

    public async Task SendAsync(Notification notification, CancellationToken cancellation)
    {
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.Encrypt };
        if (settings.User is { } user && password is not null)
            client.Credentials = new NetworkCredential(user, password.Reveal());
        using var message = new MailMessage(settings.From, string.Join(',', settings.To))
        {
            Subject = text.Title(notification),
            Body = text.RunUrl is null ? notification.Text : $"{notification.Text}\n\n{text.RunUrl}",
        };
        try
        {
            await client.SendMailAsync(message, cancellation);
        }
        catch (SmtpException error)
        {
            // Codes from 500 on are final; without an answer there is none.
            throw new NotSentException($"{error.StatusCode}: {error.Message}", again: (int)error.StatusCode < 500);
        }
    }

    public void Dispose()
    {
    }
}
