using System.Globalization;
using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Images;
using Frostline.Images.Registries;

namespace Frostline.Pipeline.Deploying;

/// <summary>The images of a promoted release, where the environment pulls them from: the very bytes that were proven.</summary>
internal sealed class PromotedImages(BuildContext context)
{
    /// <param name="proven">The release with the images that were proven.</param>
    /// <param name="promoted">The same with images of the environment's own registry.</param>
    /// <exception cref="DeliveryException">An image is not there any more, or a registry refused.</exception>
    public async Task BringAsync(ReleaseManifest proven, ReleaseManifest promoted)
    {
        using var from = await context.RegistryAsync(context.Settings.Environment(Promotion.Proving));
        using var to = await context.RegistryAsync();
        var copy = new ImageCopy(from, to, context.Paths.Copies);
        foreach (var (source, target) in proven.Services.Zip(promoted.Services))
            await BringAsync(copy, source, target);
    }

    private async Task BringAsync(ImageCopy copy, ReleasedService source, ReleasedService target)
    {
        try
        {
            var sent = await copy.RunAsync(source.Repository, target.Repository, source.Digest, context.Cancellation);
            if (sent > 0)
                context.Print(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {source.Image} is copied to {target.Registry}, {sent / 1e6:0.0} MB"));
        }
        catch (RegistryException error)
        {
            throw new DeliveryException($"{target.Name}: {source.Image} cannot be brought to {target.Registry}: {error.Message}", error);
        }
    }
}
