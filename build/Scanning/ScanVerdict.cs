namespace Frostline.Scanning;

/// <summary>What a scan came to.</summary>
public enum ScanVerdict
{
    /// <summary>It looked at everything and found nothing that the policy forbids.</summary>
    Pass,

    /// <summary>Data was missing: nothing can be said.</summary>
    Inconclusive,

    /// <summary>It found what the policy forbids.</summary>
    Fail,
}
