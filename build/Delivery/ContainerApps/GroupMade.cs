namespace Frostline.Delivery.ContainerApps;

/// <summary>Who made a resource group that was asked for.</summary>
public enum GroupMade
{
    /// <summary>It was there.</summary>
    Before,

    /// <summary>This call did. Another one that is under way may make it once more, and drop its tags.</summary>
    Now,

    /// <summary>Somebody else did while this call wanted to, which dropped the tags that were written since then.</summary>
    Twice,
}
