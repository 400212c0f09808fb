using System.Globalization;

namespace Frostline.LoadTesting.Servers;

/// <summary>Metrics as Prometheus' text format has them: <c>name{label="value",…} number</c>, a line for each series.</summary>
internal sealed class ExpositionText
{
    private readonly List<(string Name, string Labels, double Value)> series = [];

    /// <exception cref="FormatException">It is none.</exception>
    public ExpositionText(string text)
    {
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            // Values of labels may hold blanks and braces; the number cannot.
            var space = line.LastIndexOf(' ');
            var brace = line.IndexOf('{', StringComparison.Ordinal);
            if (space < 0 || !double.TryParse(line[(space + 1)..], CultureInfo.InvariantCulture, out var value))
                throw new FormatException($"'{line}' is not a metric.");
            series.Add(brace < 0 ? (line[..space], "", value) : (line[..brace], line[brace..space], value));
        }
    }

    /// <param name="name">Of the metric.</param>
    /// <param name="label">As it is written, quotes among it; null for all series.</param>
    /// <returns>0 when there is none.</returns>
    public double Sum(string name, string? label = null) =>
        series.Where(one => one.Name == name && (label is null || one.Labels.Contains(label, StringComparison.Ordinal))).Sum(one => one.Value);
}
