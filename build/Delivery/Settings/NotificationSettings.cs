using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>Who is told of rollouts and rollbacks.</summary>
public sealed record NotificationSettings
{
    /// <summary>Chat channels.</summary>
    [Description("Chat channels that are told.")]
    public IReadOnlyList<WebhookSettings> Webhooks { get; init; } = [];

    /// <summary>Mail, or null.</summary>
    [Description("Mail that is sent. Leave out for none.")]
    public MailSettings? Mail { get; init; }
}
