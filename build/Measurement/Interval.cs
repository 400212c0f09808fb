namespace Frostline.Measurement;

/// <summary>An estimate with the bounds of its confidence interval, all in the unit of the values.</summary>
public readonly record struct Interval(double Estimate, double Lower, double Upper);
