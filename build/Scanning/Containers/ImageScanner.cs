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
    private readonly List<Finding> findings = [];
    private readonly List<string> missing = [];
    private readonly Dictionary<string, long> layers = [];
    private int read;

    public string Name => "images";

    /// <summary>More images: full paths of archives (<c>docker save</c>, <c>oci-archive</c>) or of OCI layouts; default none.</summary>
    public IReadOnlyList<string> Archives { get; init; } = [];

    public Task<Sighting> LookAsync(CancellationToken cancellation)
    {
        foreach (var name in names)
        {
            if (File.Exists(Path.Combine(folder, name, "index.json")))
                Look(Path.Combine(folder, name), name, cancellation);
            else
                missing.Add($"There is no image of {name}: run ./build.sh --target=Image first.");
        }

        foreach (var archive in Archives)
            Look(archive, Path.GetFileNameWithoutExtension(archive), cancellation);
        return Task.FromResult(new Sighting(string.Create(CultureInfo.InvariantCulture, $"{read} images, {layers.Count} layers"), findings)
        {
            Missing = missing.Count > 0 ? string.Join(" ", missing) : read == 0 ? "There is no image to look at." : null,
        });
    }

    private void Look(string path, string name, CancellationToken cancellation)
    {
        try
        {
            using var store = ImageStore.Open(path);
            foreach (var image in new ImageReader(store, name).Read())
            {
                new ImageRules(image, policy.ImageMegabytes, findings).Check(layers, cancellation);
                read++;
            }
        }
        catch (Exception damaged) when (damaged is InvalidOperationException or InvalidDataException or IOException or UnauthorizedAccessException or JsonException)
        {
            missing.Add($"{name} is no whole image ({damaged.Message.TrimEnd('.')}): pack or save it again.");
        }
    }
}
