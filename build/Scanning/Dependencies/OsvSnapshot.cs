using System.IO.Compression;
using System.Text.Json;
using Frostline.Delivery;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Dependencies;

/// <summary>Reads a snapshot of OSV advisories: a folder of JSON files, or the zip of an ecosystem. Nothing is unpacked to disk.</summary>
internal static class OsvSnapshot
{
    private const long MostBytes = 4 << 20;

    /// <exception cref="DeliveryException">It is not there or no zip.</exception>
    public static AdvisoryData Read(string path, CancellationToken cancellation)
    {
        var reading = new OsvReading();
        if (Directory.Exists(path))
            ReadFolder(path, reading, cancellation);
        else if (File.Exists(path))
            ReadZip(path, reading, cancellation);
        else
            throw new DeliveryException($"{path}: there are no advisories. Put an OSV snapshot there (a folder of JSON files, or the zip of the NuGet ecosystem), or name another in infrastructure/scan.json under advisories.");
        return reading.Result(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
    }

    private static void ReadFolder(string path, OsvReading reading, CancellationToken cancellation)
    {
        foreach (var file in Directory.EnumerateFiles(path, "*.json", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            cancellation.ThrowIfCancellationRequested();
            using var stream = File.OpenRead(file);
            reading.Add(Path.GetFileName(file), stream);
        }
    }

    private static void ReadZip(string path, OsvReading reading, CancellationToken cancellation)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            foreach (var entry in zip.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
            {
                cancellation.ThrowIfCancellationRequested();
                using var stream = entry.Open();
                reading.Add(entry.Name, stream);
            }
        }
        catch (Exception damaged) when (damaged is InvalidDataException or NotSupportedException)
        {
            throw new DeliveryException($"{path}: is no whole zip ({damaged.Message.TrimEnd('.')}). Fetch the snapshot again.", damaged);
        }
    }

    private sealed class OsvReading
    {
        private readonly List<Advisory> advisories = [];
        private readonly List<string> damaged = [];
        private int count;
        private DateTimeOffset updated;

        public void Add(string name, Stream stream)
        {
            try
            {
                using var document = JsonDocument.Parse(Whole(stream));
                Add(document.RootElement);
            }
            catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
            {
                damaged.Add(name);
            }
        }

        public AdvisoryData Result(string source) =>
            new($"OSV snapshot {source}", advisories.ToLookup(advisory => advisory.Package.ToLowerInvariant()), count, updated) { Damaged = damaged };

        /// <summary>What a zip says of an entry's length may be a lie.</summary>
        private static ReadOnlyMemory<byte> Whole(Stream stream)
        {
            var held = new MemoryStream();
            var buffer = new byte[1 << 14];
            while (stream.Read(buffer) is var read and > 0)
            {
                held.Write(buffer, 0, read);
                if (held.Length > MostBytes)
                    throw new JsonException("is too long");
            }

            return held.GetBuffer().AsMemory(0, (int)held.Length);
        }

        private void Add(JsonElement osv)
        {
            var id = osv.GetProperty("id").GetString()!;
            var affected = osv.TryGetProperty("affected", out var list) ? list.EnumerateArray().Where(IsNuGet).ToArray() : [];
            if (affected.Length == 0)
                return;
            var modified = osv.GetProperty("modified").GetDateTimeOffset();
            updated = modified > updated ? modified : updated;
            if (osv.TryGetProperty("withdrawn", out var withdrawn) && withdrawn.ValueKind == JsonValueKind.String)
                return;
            count++;
            advisories.AddRange(affected.GroupBy(entry => entry.GetProperty("package").GetProperty("name").GetString() ?? throw new FormatException("a package has no name"), StringComparer.OrdinalIgnoreCase).Select(package =>
                new Advisory(id, package.Key, OsvSeverity.Of(osv), Versions([.. package]))
                {
                    Summary = osv.TryGetProperty("summary", out var summary) ? summary.GetString() ?? "" : "",
                    Aliases = osv.TryGetProperty("aliases", out var aliases) ? [.. aliases.EnumerateArray().Select(alias => alias.GetString()!)] : [],
                }));
        }

        private static bool IsNuGet(JsonElement affected) =>
            affected.TryGetProperty("package", out var package) && package.GetProperty("ecosystem").GetString() == "NuGet";

        private static OsvVersions Versions(JsonElement[] affected) => new(
            affected.Where(entry => entry.TryGetProperty("versions", out _)).SelectMany(entry => entry.GetProperty("versions").EnumerateArray()).Select(version => version.GetString()!).ToHashSet(StringComparer.OrdinalIgnoreCase),
            [.. affected.Where(entry => entry.TryGetProperty("ranges", out _)).SelectMany(entry => entry.GetProperty("ranges").EnumerateArray())
                .Where(range => range.GetProperty("type").GetString() != "GIT").Select(range => (IReadOnlyList<OsvEvent>)[.. range.GetProperty("events").EnumerateArray().SelectMany(Events)])]);

        private static IEnumerable<OsvEvent> Events(JsonElement change)
        {
            foreach (var (name, kind) in new[] { ("introduced", OsvEventKind.Introduced), ("fixed", OsvEventKind.Fixed), ("last_affected", OsvEventKind.LastAffected) })
            {
                if (change.TryGetProperty(name, out var version))
                    yield return new(kind, version.GetString() == "0" ? null : PackageVersion.TryParse(version.GetString()) ?? throw new FormatException($"'{version}' is no version"));
            }
        }
    }
}
