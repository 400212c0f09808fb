using System.Text.RegularExpressions;
using Frostline.Scanning;
using Testing;

namespace Scanning.Tests;

/// <summary>A file that breaks a rule at a line, and the same mended.</summary>
public sealed record RuleSample(string Rule, int Line, string Bad, string Good)
{
    public override string ToString() => Rule;

    /// <summary>Each sample is judged through the scanner, as a file of a tree.</summary>
    internal async Task HoldAsync(string path, Func<string, IScanner> scanner)
    {
        using var tree = new TemporaryFolder("rules");
        tree.Write(path, Bad);
        var found = (await ScanTests.ScanAsync(scanner(tree.Path))).Findings;
        found.Select(finding => (finding.Rule, finding.Place.Line)).ShouldContain((Rule, Line));
        found.Single(finding => finding.Rule == Rule && finding.Place.Line == Line).Remedy.ShouldNotBeEmpty();

        tree.Write(path, Good);
        var result = await ScanTests.ScanAsync(scanner(tree.Path));
        result.Findings.ShouldAllBe(finding => finding.Rule != Rule);
        result.Scanners[0].Missing.ShouldBeNull();
    }

    /// <summary>Rules that a source file knows and no sample breaks.</summary>
    internal static IEnumerable<string> Without(IEnumerable<RuleSample> samples, string source) =>
        Regex.Matches(File.ReadAllText(Path.Combine(Checkout.Root, source)), @"Add\((\w+ \? )?""(?<rule>[a-z-]+)""( : ""(?<rule>[a-z-]+)"")?").SelectMany(match => match.Groups["rule"].Captures).Select(capture => capture.Value)
            .Distinct().Except(samples.Select(sample => sample.Rule));
}
