using System.Globalization;
using Frostline.Delivery;

namespace Frostline.Pipeline.Packing;

/// <summary>The time written into everything that is packed: never that of the build (https://reproducible-builds.org/specs/source-date-epoch/).</summary>
internal static class SourceDate
{
    public const string Variable = "SOURCE_DATE_EPOCH";

    /// <param name="variable">Value of <see cref="Variable"/>, or null.</param>
    /// <param name="committed">Time of the commit; null without git, and then it is 1970.</param>
    /// <exception cref="DeliveryException">The variable holds no time.</exception>
    public static DateTimeOffset Of(string? variable, DateTimeOffset? committed)
    {
        if (variable is not { Length: > 0 })
            return committed ?? DateTimeOffset.UnixEpoch;
        return long.TryParse(variable, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new DeliveryException($"{Variable}: '{variable}' is not a time. Give whole seconds since 1970, or leave it out.");
    }
}
