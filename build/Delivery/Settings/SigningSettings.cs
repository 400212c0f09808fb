using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>A key pair on the curve P-256: who packs has the private key, who deploys needs the public one only.</summary>
public sealed record SigningSettings
{
    /// <summary>PEM file of the public key, relative to the repository.</summary>
    [Description("PEM file of the public key, relative to the repository: whoever deploys demands its signature.")]
    public required string PublicKey { get; init; }

    /// <summary>Environment variable with the private key in PEM.</summary>
    [Description("Environment variable of the pipeline that holds the private key in PEM.")]
    [Matches("^[A-Za-z_][A-Za-z0-9_]*$", "is not a variable name", "Give the name of an environment variable, not the key itself.")]
    public required string KeyVariable { get; init; }

    /// <summary>Environment variable with the password of an encrypted private key.</summary>
    [Description("Environment variable of the pipeline that holds the private key's password. Leave out when it has none.")]
    [Matches("^[A-Za-z_][A-Za-z0-9_]*$", "is not a variable name", "Give the name of an environment variable, not the password itself.")]
    public string? PasswordVariable { get; init; }
}
