using System.Globalization;

namespace Frostline.LoadTesting.Reports.Charts;

/// <summary>Where values are in a drawing, and which of them are written at its edge.</summary>
internal sealed record Scale(double Least, double Most, double From, double To, bool Logarithmic = false)
{
    public double At(double value) => From + (To - From) * Math.Clamp((Bent(value) - Bent(Least)) / Math.Max(1e-12, Bent(Most) - Bent(Least)), 0, 1);

    /// <summary>Round values across the range: 1, 2 or 5 of a power of ten apart, or the powers themselves.</summary>
    public IEnumerable<double> Ticks()
    {
        if (Logarithmic)
        {
            for (var power = Math.Pow(10, Math.Ceiling(Math.Log10(Least))); power <= Most; power *= 10)
                yield return power;
            yield break;
        }

        var step = Step((Most - Least) / 5);
        for (var tick = Math.Ceiling(Least / step) * step; tick <= Most + step / 1000; tick += step)
            yield return tick;
    }

    /// <summary>A round value with some room below it, for names of stages.</summary>
    public static double Above(double value) => value <= 0 ? 1 : Math.Ceiling(value * 1.08 / Step(value / 5)) * Step(value / 5);

    public static string Shown(double value) => value.ToString(value >= 1000 ? "#,0" : "0.###", CultureInfo.InvariantCulture);

    private double Bent(double value) => Logarithmic ? Math.Log10(Math.Max(value, Least)) : value;

    private static double Step(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(rough, 1e-9))));
        return (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
    }
}
