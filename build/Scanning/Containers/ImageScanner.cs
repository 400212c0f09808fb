using System.Globalization;
using System.Text.Json;
using Frostline.Scanning.Findings;
using Frostline.Scanning.Policies;

namespace Frostline.Scanning.Containers;

/// <summary>Holds built images against the image policy: who it runs as, what is in it, what it tells. Nothing is unpacked to disk.</summary>
/// <param name="folder">Holds an OCI layout for each image.</param>
/// <param name="names">The images that should be there: names of folders.</param>
/// <param name="policy">Bounds their size.</param>
public sealed class ImageScanner(string folder, IReadOnlyList<string> names, ScanPolicy policy) : IScanner
{
    public string Name => "images";

    public Task<Sighting> LookAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        var (read, layers, missing) = (0, 0, new List<string>());
        foreach (var name in names)
        {
            if (!File.Exists(Path.Combine(folder, name, "index.json")))
            {
                missing.Add(name);
                continue;
            }

            try
            {
                var layout = OciLayout.Open(Path.Combine(folder, name), name);
                layers += new ImageRules(layout, policy.ImageMegabytes, findings).Check(cancellation);
                read++;
            }
            catch (Exception damaged) when (damaged is JsonException or KeyNotFoundException or InvalidOperationException or InvalidDataException or IOException)
            {
                missing.Add($"{name} ({damaged.Message.TrimEnd('.')})");
            }
        }

        return Task.FromResult(new Sighting(string.Create(CultureInfo.InvariantCulture, $"{read} images, {layers} layers"), findings)
        {
            Missing = missing.Count == 0 ? read == 0 ? "There is no service to pack." : null : $"There is no whole image of {string.Join(", ", missing)}. Run ./build.sh --target=Image first.",
        });
    }
}
