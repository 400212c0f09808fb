namespace Frostline.Delivery.Settings;

/// <summary>The settings or an argument are wrong; nothing was touched. Carries every error at once. Means exit code 2.</summary>
public sealed class SettingsException(IReadOnlyList<SettingsError> errors)
    : DeliveryException(string.Join(Environment.NewLine, errors))
{
    /// <summary>All errors, in the order of the file.</summary>
    public IReadOnlyList<SettingsError> Errors { get; } = errors;
}
