namespace Frostline.Delivery.Settings;

/// <summary>A kind of platform that services are deployed to.</summary>
public enum PlatformKind
{
    /// <summary>Azure Container Apps, or LocalAzure in its place.</summary>
    ContainerApps,
}
