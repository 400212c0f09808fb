using Frostline.Delivery;
using Frostline.Delivery.Settings;
using Frostline.Scanning;
using Frostline.Scanning.Containers;
using Frostline.Scanning.Policies;

namespace Frostline.Pipeline.Packing;

/// <summary>What no image may be pushed with, whichever engine made it: the findings that <c>infrastructure/scan.json</c> forbids of images.</summary>
internal sealed class ImagePolicy(BuildContext context)
{
    /// <exception cref="DeliveryException">The image runs as root, holds secrets or the like; names all.</exception>
    public async Task HoldAsync(ServiceSettings service)
    {
        var policy = ScanPolicy.Read(context.Paths.Root);
        var scanner = new ImageScanner(context.Paths.Images, [service.Name], policy);
        var result = await new Scan([scanner], policy, TimeProvider.System).RunAsync(context.Cancellation);
        if (result.Scanners.Single(part => part.Name == scanner.Name).Missing is { } missing)
            throw new DeliveryException($"{service.Name}: nobody could look into the image, so it is not pushed: {missing}");
        var forbidden = result.Forbidden.Where(finding => finding.Scanner == scanner.Name).ToArray();
        if (forbidden.Length > 0)
            throw new DeliveryException($"{service.Name}: the image is not pushed:\n{string.Join('\n', forbidden.Select(finding => $"  {finding}"))}");
    }
}
