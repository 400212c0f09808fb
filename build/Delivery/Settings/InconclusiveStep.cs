namespace Frostline.Delivery.Settings;

/// <summary>What follows a step that stays inconclusive.</summary>
public enum InconclusiveStep
{
    /// <summary>The old release gets all traffic back.</summary>
    Abort,

    /// <summary>Traffic stays as it is until a person says how to go on.</summary>
    Hold,
}
