using Frostline.Delivery.Settings;
using Frostline.Images;

namespace Frostline.Pipeline.Packing;

/// <summary>A way from a service's sources to its image.</summary>
internal interface IImageEngine
{
    /// <summary>Makes the image, as an OCI layout below <c>artifacts/images</c>.</summary>
    Task<BuiltImage> BuildAsync(ServiceSettings service, PackingOrder order);
}
