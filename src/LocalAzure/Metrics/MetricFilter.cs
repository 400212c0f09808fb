using System.Text.RegularExpressions;
using LocalAzure.Resources;

namespace LocalAzure.Metrics;

/// <summary>
/// <c>$filter</c>: <c>revisionName eq '*'</c> splits by a dimension, <c>revisionName eq 'a' or revisionName eq 'b'</c> splits and narrows. Clauses of
/// different dimensions are joined by <c>and</c>.
/// </summary>
internal sealed partial class MetricFilter
{
    private readonly Dictionary<string, HashSet<string>> wanted = new(StringComparer.OrdinalIgnoreCase);

    private MetricFilter()
    {
    }

    /// <summary>Dimensions to split by, in the order in which they were named.</summary>
    public IReadOnlyList<string> Dimensions => [.. wanted.Keys];

    /// <exception cref="ArmException">It is not understood, or names a dimension that the metric does not have.</exception>
    public static MetricFilter Parse(string text, MetricDefinition metric)
    {
        var filter = new MetricFilter();
        foreach (var clause in Joint().Split(text).Select(part => part.Trim(' ', '(', ')')).Where(part => part.Length > 0))
        {
            if (Clause().Match(clause) is not { Success: true } match)
                throw Refuse($"$filter: '{clause}' is not understood. LocalAzure knows: revisionName eq '*' and statusCodeCategory eq '2xx'.");
            var name = match.Groups[1].Value;
            var dimension = metric.Dimensions.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw Refuse($"Metric: {metric.Name} does not support requested dimension combination: {name}, supported ones are: {string.Join(", ", metric.Dimensions)}");
            if (!filter.wanted.TryGetValue(dimension, out var values))
                filter.wanted[dimension] = values = new(StringComparer.OrdinalIgnoreCase);
            values.Add(match.Groups[2].Value);
        }

        return filter;
    }

    public bool Matches(MetricSample sample) => wanted.All(dimension =>
        dimension.Value.Contains("*") || (sample.Dimension(dimension.Key) is { } value && dimension.Value.Contains(value)));

    private static ArmException Refuse(string message) => ArmException.BadRequest("BadRequest", message);

    [GeneratedRegex("\\s+(?:and|or)\\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Joint();

    [GeneratedRegex("^(\\w+)\\s+eq\\s+'([^']*)'$", RegexOptions.IgnoreCase)]
    private static partial Regex Clause();
}
