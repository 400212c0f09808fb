using System.Globalization;

namespace Frostline.Hosting.Output;

internal static class DurationText
{
    /// <summary><c>35 ms</c>, <c>1.2 s</c>, <c>2 m 05 s</c>; a dash for what never began.</summary>
    public static string Of(TimeSpan? duration) => duration switch
    {
        null => "–",
        { TotalSeconds: < 1 } value => string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 60 } value => string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0.0} s"),
        { } value => string.Create(CultureInfo.InvariantCulture, $"{(int)value.TotalMinutes} m {value.Seconds:00} s"),
    };
}
