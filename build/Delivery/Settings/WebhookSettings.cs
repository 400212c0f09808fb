using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>What a chat understands.</summary>
public enum WebhookKind
{
    /// <summary>A JSON object with <c>text</c>: Slack, Mattermost, Rocket.Chat.</summary>
    Slack,

    /// <summary>A message with an adaptive card: Microsoft Teams workflows.</summary>
    Teams,
}

/// <summary>An incoming webhook of a chat.</summary>
public sealed record WebhookSettings
{
    [Description("What the chat understands.")]
    public required WebhookKind Kind { get; init; }

    /// <summary>Environment variable with the URL, which is a secret.</summary>
    [Description("Environment variable of the pipeline that holds the URL: who knows the URL can write to the channel.")]
    [Matches("^[A-Za-z_][A-Za-z0-9_]*$", "is not a variable name", "Give the name of an environment variable, not the URL itself.")]
    public required string UrlVariable { get; init; }
}
