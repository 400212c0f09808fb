using System.Security.Cryptography;
using System.Text.Json;

namespace LocalAzure.Revisions;

/// <summary>Tells whether a running replica was started from the same spec; the order of variables and headers does not count.</summary>
internal static class SpecHash
{
    public static string Of(RevisionSpec spec)
    {
        var sorted = spec with
        {
            Containers = [.. spec.Containers.Select(container => container with
            {
                Environment = Sort(container.Environment),
                Probes = [.. container.Probes.Select(probe => probe with { Headers = Sort(probe.Headers) })],
            })],
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(sorted)));
    }

    private static SortedDictionary<string, string> Sort(IReadOnlyDictionary<string, string> map)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in map)
            sorted.Add(name, value);
        return sorted;
    }
}
