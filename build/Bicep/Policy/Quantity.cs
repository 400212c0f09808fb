using System.Globalization;
using Frostline.Bicep.Evaluation;

namespace Frostline.Bicep.Policy;

/// <summary>Amounts as resources write them: <c>2</c>, <c>0.5</c>, <c>'1Gi'</c>.</summary>
internal static class Quantity
{
    /// <summary>The number, in the unit it is written in; null when it is none or known only at deployment.</summary>
    public static decimal? Of(BicepValue? value) => value switch
    {
        DecimalValue number => number.Value,
        { } other => PolicySubject.TextOf(other) is { } text ? Of(text) : null,
        null => null,
    };

    public static decimal? Of(string text) =>
        decimal.TryParse(text.TrimEnd('G', 'i', 'B'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
