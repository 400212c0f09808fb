using Frostline.Delivery;
using Frostline.Scanning.External;
using Frostline.Scanning.Findings;
using Frostline.Scanning.Policies;

namespace Frostline.Scanning;

/// <summary>Many scanners side by side, one policy over what they found.</summary>
public sealed class Scan(IReadOnlyList<IScanner> scanners, ScanPolicy policy, TimeProvider time)
{
    /// <summary>How long one scanner may take; what is late is inconclusive.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Lets every scanner look, and judges. A scanner that fails is inconclusive; it never hides what others found.</summary>
    public async Task<ScanResult> RunAsync(CancellationToken cancellation)
    {
        var seen = Collapse(await Task.WhenAll(scanners.Select(scanner => Task.Run(() => LookAsync(scanner, cancellation), cancellation))));
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return new([.. seen.Select((sight, place) => policy.Judge(scanners[place].Name, sight.Sighting, today) with { Duration = sight.Duration }), .. policy.JudgeItself(today)]);
    }

    /// <summary>What another tool finds again is said once, by the scanner of ours, which knows the remedy.</summary>
    private (Sighting Sighting, TimeSpan Duration)[] Collapse((Sighting Sighting, TimeSpan Duration)[] seen)
    {
        var known = new Duplicates([.. seen.Where((_, place) => scanners[place] is not ExternalTool).SelectMany(sight => sight.Sighting.Findings)]);
        return [.. seen.Select((sight, place) => scanners[place] is not ExternalTool ? sight
            : sight with { Sighting = sight.Sighting with { Findings = [.. sight.Sighting.Findings.Where(finding => !known.Hold(finding))] } })];
    }

    private async Task<(Sighting Sighting, TimeSpan Duration)> LookAsync(IScanner scanner, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            var sighting = await scanner.LookAsync(either.Token);
            return (sighting with { Findings = Each(sighting.Findings) }, time.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (Sighting.Without($"still looking after {Deadline:c}; it was ended."), time.GetElapsedTime(start));
        }
        catch (Exception problem) when (problem is DeliveryException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return (Sighting.Without(problem.Message), time.GetElapsedTime(start));
        }
    }

    /// <summary>The same thing at one place is said once, by its gravest finding.</summary>
    private static Finding[] Each(IEnumerable<Finding> findings) =>
        [.. findings.GroupBy(finding => (finding.Fingerprint, finding.Place.Line)).Select(same => same.MaxBy(finding => finding.Severity)!)];
}
