using System.Globalization;
using System.Xml;

namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>Functions of dates, and what is new with every deployment.</summary>
internal static class DateFunctions
{
    public static IEnumerable<FunctionInfo> All =>
    [
        new("utcNow", 0, 1, "string", FunctionKind.ParameterDefault, a => new StringValue(Write(a.Host.Context.Now.ToUniversalTime(), a.Has(0) ? a.Text(0) : "yyyyMMddTHHmmssZ"))),
        new("newGuid", 0, 0, "string", FunctionKind.ParameterDefault, null),
        new("dateTimeAdd", 2, 3, "string", FunctionKind.Deep, Add),
        new("dateTimeToEpoch", 1, 1, "int", FunctionKind.Deep, a => new IntegerValue(Read(a.Text(0)).ToUnixTimeSeconds())),
        new("dateTimeFromEpoch", 1, 1, "string", FunctionKind.Deep, FromEpoch),
    ];

    private static StringValue Add(Arguments a)
    {
        try
        {
            var text = a.Text(1);
            var backwards = text.StartsWith('-');
            var (years, months, rest) = Split(backwards ? text[1..] : text);
            var sign = backwards ? -1 : 1;
            var moment = Read(a.Text(0)).AddYears(sign * years).AddMonths(sign * months).Add(sign * rest);
            return new StringValue(Write(moment, a.Has(2) ? a.Text(2) : "yyyy-MM-ddTHH:mm:ssZ"));
        }
        catch (Exception error) when (error is FormatException or ArgumentOutOfRangeException or OverflowException)
        {
            throw new EvaluationException($"'{a.Text(1)}' is not a duration that can be added, such as P3D or PT1H.");
        }
    }

    // Years and months are added to the calendar; .NET's durations take them for 365 and 30 days.
    private static (int Years, int Months, TimeSpan Remainder) Split(string text)
    {
        int years = 0, months = 0;
        var time = text.IndexOf('T', StringComparison.Ordinal);
        var date = time < 0 ? text : text[..time];
        var rest = date;
        Take('Y', ref years);
        Take('M', ref months);
        var whole = rest + (time < 0 ? "" : text[time..]);
        return (years, months, whole == "P" ? TimeSpan.Zero : XmlConvert.ToTimeSpan(whole));

        void Take(char unit, ref int number)
        {
            var end = rest.IndexOf(unit, StringComparison.Ordinal);
            if (end > 0)
            {
                number = int.Parse(rest.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture);
                rest = "P" + rest[(end + 1)..];
            }
        }
    }

    private static StringValue FromEpoch(Arguments a)
    {
        try
        {
            return new StringValue(Write(DateTimeOffset.FromUnixTimeSeconds(a.Integer(0)), "yyyy-MM-ddTHH:mm:ssZ"));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new EvaluationException($"{a.Integer(0)} seconds are outside of the calendar.");
        }
    }

    private static DateTimeOffset Read(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
        || DateTimeOffset.TryParseExact(text, "yyyyMMddTHHmmssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment)
            ? moment
            : throw new EvaluationException($"'{text}' is not a date, such as 2030-01-31T12:00:00Z.");

    private static string Write(DateTimeOffset moment, string format)
    {
        try
        {
            return moment.ToString(format, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            throw new EvaluationException($"'{format}' is not a format of dates.");
        }
    }
}
