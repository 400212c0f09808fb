using System.Collections.Concurrent;
using System.Globalization;
using Frostline.Scanning.Files;
using Frostline.Scanning.Findings;
using Frostline.Scanning.Secrets.Rules;

namespace Frostline.Scanning.Secrets;

/// <summary>Finds secrets in the working tree. Their values never leave it whole.</summary>
public sealed class SecretScanner : IScanner
{
    private static readonly Lazy<SecretMatcher> Rules = new(() => new SecretMatcher(SecretRules.All));

    private readonly SourceFiles files;

    /// <param name="root">The tree.</param>
    /// <param name="exclude">Patterns of files that are not looked at.</param>
    public SecretScanner(string root, IReadOnlyList<string> exclude) => files = new(root, exclude);

    /// <summary>How many files are read at once; default one for each processor.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    public string Name => "secrets";

    internal static SecretMatcher Matcher => Rules.Value;

    /// <summary>What one look came to, for a measurement.</summary>
    internal (long Bytes, int Files, int Binary) Seen { get; private set; }

    public async Task<Sighting> LookAsync(CancellationToken cancellation)
    {
        var found = new ConcurrentBag<Finding>();
        var unreadable = new ConcurrentBag<string>();
        var (bytes, read, binary) = (0L, 0, 0);
        await Parallel.ForEachAsync(files.All(), new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation }, (path, token) =>
        {
            if (Read(path, found, unreadable, token) is { } length)
            {
                Interlocked.Add(ref bytes, length);
                Interlocked.Increment(ref read);
            }
            else
            {
                Interlocked.Increment(ref binary);
            }

            return ValueTask.CompletedTask;
        });
        Seen = (bytes, read, binary);
        string[] closed = [.. files.Unreadable.Concat(unreadable).Distinct().Order(StringComparer.Ordinal)];
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{read:n0} files, {bytes / 1e6:0.0} MB, {SecretRules.All.Count} rules, {binary - unreadable.Count} binary files by name only"),
            [.. found.OrderBy(finding => finding.Place.Path, StringComparer.Ordinal).ThenBy(finding => finding.Place.Line)])
        {
            Missing = read == 0 ? "There is no file to read." : closed.Length == 0 ? null : $"{closed.Length} could not be read: {string.Join(", ", closed.Take(5))}. Give the right to read them, or exclude them.",
        };
    }

    private long? Read(string path, ConcurrentBag<Finding> found, ConcurrentBag<string> unreadable, CancellationToken cancellation)
    {
        if (FileRules.KeyStore(path) is { } keyStore)
            found.Add(keyStore);
        try
        {
            var matches = new List<SecretMatcher.Match>();
            var length = TextFile.Read(files.Of(path), piece => Matcher.Find(piece.Text, path, piece.Line, matches), cancellation);
            foreach (var match in matches)
                found.Add(match.At(new(path, match.Line, match.Column)));
            return length;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            unreadable.Add(path);
            return null;
        }
    }
}
