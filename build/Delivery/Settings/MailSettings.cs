using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>A mail server and whom it sends to.</summary>
public sealed record MailSettings
{
    [Description("Host of the mail server.")]
    [Matches(@"^[A-Za-z0-9.-]+$", "is not a host name", "Give a host name without a scheme or port.")]
    public required string Host { get; init; }

    [Description("Port of the mail server.")]
    [Between(1, 65535)]
    public int Port { get; init; } = 587;

    /// <summary>Whether the connection must be encrypted (STARTTLS).</summary>
    [Description("Whether the connection must be encrypted (STARTTLS).")]
    public bool Encrypt { get; init; } = true;

    /// <summary>User to sign in as, or null when the server asks for none.</summary>
    [Description("User to sign in as. Leave out when the server asks for none.")]
    public string? User { get; init; }

    /// <summary>Environment variable with the user's password.</summary>
    [Description("Environment variable of the pipeline that holds the user's password.")]
    [Matches("^[A-Za-z_][A-Za-z0-9_]*$", "is not a variable name", "Give the name of an environment variable, not the password itself.")]
    public string? PasswordVariable { get; init; }

    [Description("Address of the sender.")]
    [Matches("^[^@\\s]+@[^@\\s]+$", "is not a mail address", "Give an address such as release@example.org.")]
    public required string From { get; init; }

    [Description("Addresses of the receivers.")]
    [Matches("^[^@\\s]+@[^@\\s]+$", "is not a mail address", "Give an address such as team@example.org.")]
    public required IReadOnlyList<string> To { get; init; }
}
