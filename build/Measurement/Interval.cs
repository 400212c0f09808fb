namespace Frostline.Measurement;

/// <summary>An estimate with the bounds of its confidence interval, all in the unit of the values.</summary>
public readonly record struct Interval(double Estimate, double Lower, double Upper)
{
    /// <summary>Of a ratio: with another error that has nothing to do with the one that is in it already.</summary>
    /// <param name="factor">How many times too great or too small the other error alone may make it, at the same confidence; 1 for none.</param>
    public Interval WidenedByFactor(double factor)
    {
        var margin = Math.Log(factor);
        return new(Estimate, Estimate / Math.Exp(double.Hypot(Math.Log(Estimate / Lower), margin)), Estimate * Math.Exp(double.Hypot(Math.Log(Upper / Estimate), margin)));
    }

    /// <summary>Of a ratio: with bounds nearer to the estimate, or farther from it.</summary>
    /// <param name="share">How many times as many standard errors they are away as now; 1 for as many.</param>
    public Interval WidenedByShare(double share) => new(Estimate, Estimate * Math.Pow(Lower / Estimate, share), Estimate * Math.Pow(Upper / Estimate, share));
}
