using System.Buffers.Text;
using System.IO.Compression;

namespace Frostline.Measurement.Histograms;

/// <summary>
/// A histogram as text for files and between processes: base64url of deflated variable-length integers (version, sum, smallest, largest,
/// then for each counter its distance from the one before, and its count).
/// </summary>
public static class HistogramText
{
    private const long Version = 1;

    public static string Write(Histogram histogram)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(new DeflateStream(bytes, CompressionLevel.Optimal)))
        {
            foreach (var number in (long[])[Version, histogram.Sum, histogram.Smallest, histogram.Largest, histogram.Indexes.Count])
                writer.Write7BitEncodedInt64(number);
            for (var place = 0; place < histogram.Indexes.Count; place++)
            {
                writer.Write7BitEncodedInt(histogram.Indexes[place] - (place == 0 ? 0 : histogram.Indexes[place - 1]));
                writer.Write7BitEncodedInt64(histogram.Counts[place]);
            }
        }

        return Base64Url.EncodeToString(bytes.ToArray());
    }

    /// <exception cref="FormatException">It is none, or of a version this release does not know.</exception>
    public static Histogram Read(string text)
    {
        try
        {
            using var reader = new BinaryReader(new DeflateStream(new MemoryStream(Base64Url.DecodeFromChars(text)), CompressionMode.Decompress));
            var version = reader.Read7BitEncodedInt64();
            return version == Version ? Read(reader) : throw new FormatException($"histogram: version {version} is not known; this release knows {Version}.");
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidDataException or OverflowException)
        {
            throw new FormatException($"histogram: the text is damaged ({error.Message.TrimEnd('.')}).", error);
        }
    }

    private static Histogram Read(BinaryReader reader)
    {
        var (sum, smallest, largest, used) = (reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        if (used < 0 || used > BucketLayout.Count)
            throw new FormatException($"histogram: {used} counters are not within 0 and {BucketLayout.Count}.");
        var (indexes, counts) = (new int[used], new long[used]);
        for (var place = 0; place < used; place++)
        {
            indexes[place] = reader.Read7BitEncodedInt() + (place == 0 ? 0 : indexes[place - 1]);
            counts[place] = reader.Read7BitEncodedInt64();
            if (indexes[place] < 0 || indexes[place] >= BucketLayout.Count || counts[place] <= 0 || (place > 0 && indexes[place] <= indexes[place - 1]))
                throw new FormatException("histogram: the text is damaged (a counter is out of order).");
        }

        return Histogram.Of(indexes, counts, sum, smallest, largest);
    }
}
