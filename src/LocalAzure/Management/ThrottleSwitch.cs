namespace LocalAzure.Management;

/// <summary>Lifts the limits for callers, until LocalAzure ends.</summary>
internal sealed class ThrottleSwitch
{
    private volatile bool isOff;

    public bool IsOff
    {
        get => isOff;
        set => isOff = value;
    }
}
