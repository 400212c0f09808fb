namespace Frostline.Delivery.Settings;

/// <summary>A whole number within bounds, both included.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BetweenAttribute(int minimum, int maximum) : Attribute
{
    public int Minimum { get; } = minimum;

    public int Maximum { get; } = maximum;

    /// <summary>What to give instead, when the bounds alone do not say it.</summary>
    public string? Remedy { get; init; }
}

/// <summary>Text of a certain form.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MatchesAttribute(string pattern, string problem, string remedy) : Attribute
{
    public string Pattern { get; } = pattern;

    public string Problem { get; } = problem;

    public string Remedy { get; } = remedy;
}

/// <summary>A duration within bounds, in seconds.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecondsAttribute(double minimum, double maximum) : Attribute
{
    public double Minimum { get; } = minimum;

    public double Maximum { get; } = maximum;

    /// <summary>The platform counts in whole seconds here.</summary>
    public bool Whole { get; init; }
}

/// <summary>Filled with the key under which the object stands, not with a member of it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FromKeyAttribute : Attribute;

/// <summary>Names the keys of a map must have.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeysAttribute(string pattern, string problem, string remedy) : Attribute
{
    public string Pattern { get; } = pattern;

    public string Problem { get; } = problem;

    public string Remedy { get; } = remedy;
}
