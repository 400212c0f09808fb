namespace Frostline.Images;

/// <summary>Who signs in to a registry.</summary>
public sealed record RegistryCredentials(string User, RegistryPassword Password);

/// <summary>A password that prints as <c>***</c>.</summary>
public sealed class RegistryPassword(string value)
{
    internal string Reveal() => value;

    public override string ToString() => "***";
}
