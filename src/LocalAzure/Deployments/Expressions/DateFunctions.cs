using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;

namespace LocalAzure.Deployments.Expressions;

internal static class DateFunctions
{
    private const string Usual = "yyyyMMddTHHmmssZ";

    public static Dictionary<string, Func<Call, JsonNode?>> All { get; } = new()
    {
        ["utcNow"] = call => call.Evaluation.Surroundings.Now.UtcDateTime.ToString(call.OptionalText(0) ?? Usual, CultureInfo.InvariantCulture),
        ["dateTimeAdd"] = call => Add(Read(call.Text(0)), call.Text(1)).UtcDateTime.ToString(call.OptionalText(2) ?? "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        ["dateTimeToEpoch"] = call => Read(call.Text(0)).ToUnixTimeSeconds(),
        ["dateTimeFromEpoch"] = call => DateTimeOffset.FromUnixTimeSeconds(call.Integer(0)).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
    };

    private static DateTimeOffset Read(string text) =>
        DateTimeOffset.TryParseExact(text, Usual, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var usual)
            ? usual
            : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>An ISO 8601 duration by the calendar: a month is a month, whatever its days.</summary>
    private static DateTimeOffset Add(DateTimeOffset start, string duration)
    {
        var sign = duration.StartsWith('-') ? -1 : 1;
        var text = duration.TrimStart('-');
        var time = text.IndexOf('T', StringComparison.Ordinal);
        var days = time < 0 ? text : text[..time];
        if (!days.StartsWith('P'))
            throw new FormatException($"'{duration}' is not an ISO 8601 duration.");

        var number = "";
        foreach (var c in days[1..])
        {
            if (char.IsAsciiDigit(c))
            {
                number += c;
                continue;
            }

            var amount = sign * int.Parse(number, CultureInfo.InvariantCulture);
            number = "";
            start = c switch
            {
                'Y' => start.AddYears(amount),
                'M' => start.AddMonths(amount),
                'W' => start.AddDays(7.0 * amount),
                'D' => start.AddDays(amount),
                _ => throw new FormatException($"'{duration}' is not an ISO 8601 duration."),
            };
        }

        return time < 0 ? start : start + (sign * XmlConvert.ToTimeSpan($"P{text[time..]}"));
    }
}
