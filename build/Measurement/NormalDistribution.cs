namespace Frostline.Measurement;

/// <summary>The standard normal distribution.</summary>
public static class NormalDistribution
{
    /// <summary>The value below which a share of the distribution lies, exact to about 16 digits.
    /// Source: Wichura, algorithm AS 241 (1988).</summary>
    /// <param name="probability">Greater than 0, less than 1.</param>
    public static double Quantile(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        var centred = probability - 0.5;
        if (Math.Abs(centred) <= 0.425)
            return centred * Ratio(0.180625 - centred * centred, CentreAbove, CentreBelow);
        var tail = Math.Sqrt(-Math.Log(Math.Min(probability, 1 - probability)));
        return Math.Sign(centred) * (tail <= 5 ? Ratio(tail - 1.6, MiddleAbove, MiddleBelow) : Ratio(tail - 5, FarAbove, FarBelow));
    }

    /// <summary>Half-width, in standard errors, of a two-sided interval with a confidence such as 0.98.</summary>
    public static double TwoSided(double confidence) => Quantile(1 - (1 - confidence) / 2);

    private static double Ratio(double at, double[] above, double[] below) => Polynomial(at, above) / Polynomial(at, below);

    private static double Polynomial(double at, double[] coefficients)
    {
        var sum = 0.0;
        for (var index = coefficients.Length - 1; index >= 0; index--)
            sum = sum * at + coefficients[index];
        return sum;
    }

    private static readonly double[] CentreAbove =
    [
        3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
        45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
    ];

    private static readonly double[] CentreBelow =
    [
        1, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
        21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610,
    ];

    private static readonly double[] MiddleAbove =
    [
        1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
        1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4,
    ];

    private static readonly double[] MiddleBelow =
    [
        1, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
        0.148103976427480074590, 0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static readonly double[] FarAbove =
    [
        6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
        0.0265321895265761230930, 0.00124266094738807843860, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static readonly double[] FarBelow =
    [
        1, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];
}
