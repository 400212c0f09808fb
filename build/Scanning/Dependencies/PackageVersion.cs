using System.Globalization;

namespace Frostline.Scanning.Dependencies;

/// <summary>A version as NuGet orders them: up to four numbers, missing ones 0, then pre-release parts without regard to case; what follows <c>+</c> does not count.</summary>
internal sealed class PackageVersion : IComparable<PackageVersion>
{
    private readonly long[] numbers = new long[4];
    private readonly string[] labels;
    private readonly string text;

    private PackageVersion(string text, string[] labels) => (this.text, this.labels) = (text, labels);

    public bool IsPrerelease => labels.Length > 0;

    public static PackageVersion? TryParse(string? text)
    {
        var plain = text?.Trim().Split('+')[0] ?? "";
        var dash = plain.IndexOf('-');
        var parts = (dash < 0 ? plain : plain[..dash]).Split('.');
        var labels = dash < 0 ? [] : plain[(dash + 1)..].Split('.');
        if (parts.Length > 4 || labels.Any(label => label.Length == 0))
            return null;
        var version = new PackageVersion(plain, labels);
        for (var place = 0; place < parts.Length; place++)
        {
            if (!long.TryParse(parts[place], NumberStyles.None, CultureInfo.InvariantCulture, out version.numbers[place]))
                return null;
        }

        return version;
    }

    public int CompareTo(PackageVersion? other)
    {
        if (other is null)
            return 1;
        for (var place = 0; place < 4; place++)
        {
            if (numbers[place] != other.numbers[place])
                return numbers[place].CompareTo(other.numbers[place]);
        }

        if (labels.Length == 0 || other.labels.Length == 0)
            return other.labels.Length.CompareTo(labels.Length) is var one && (labels.Length == 0) != (other.labels.Length == 0) ? Math.Sign(one) : 0;
        for (var place = 0; place < Math.Min(labels.Length, other.labels.Length); place++)
        {
            if (CompareLabels(labels[place], other.labels[place]) is var order and not 0)
                return order;
        }

        return labels.Length.CompareTo(other.labels.Length);
    }

    public override string ToString() => text;

    private static int CompareLabels(string one, string other)
    {
        var oneIsNumber = long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var oneNumber);
        var otherIsNumber = long.TryParse(other, NumberStyles.None, CultureInfo.InvariantCulture, out var otherNumber);
        return (oneIsNumber, otherIsNumber) switch
        {
            (true, true) => oneNumber.CompareTo(otherNumber),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.Compare(one, other, StringComparison.OrdinalIgnoreCase),
        };
    }
}
