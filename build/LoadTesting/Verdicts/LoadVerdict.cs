namespace Frostline.LoadTesting.Verdicts;

/// <summary>What a run says.</summary>
public enum LoadVerdict
{
    /// <summary>Everything that was asked for holds.</summary>
    Pass,

    /// <summary>Something does not hold.</summary>
    Fail,

    /// <summary>The run cannot say: the generator was late, or too little was measured.</summary>
    Inconclusive,
}
