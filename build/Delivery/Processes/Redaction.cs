using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Processes;

/// <summary>Replaces secret values in text; a secret of several lines is found line by line.</summary>
internal sealed class Redaction(IEnumerable<Secret> secrets)
{
    private readonly string[] values =
    [
        .. secrets
            .SelectMany(secret => secret.Reveal().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct()
            .OrderByDescending(value => value.Length),
    ];

    public string Apply(string text) =>
        values.Aggregate(text, (current, value) => current.Replace(value, Secret.Mask, StringComparison.Ordinal));
}
