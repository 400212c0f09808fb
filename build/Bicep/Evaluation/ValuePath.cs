using System.Globalization;

namespace Frostline.Bicep.Evaluation;

/// <summary>Paths into values: <c>properties.template.containers[0].image</c>; unusual names in brackets and quotes: <c>tags['cost-center']</c>.</summary>
public static class ValuePath
{
    /// <summary>The path of a member of what is at <paramref name="parent"/>.</summary>
    public static string Member(string parent, string name) =>
        name.Length == 0 || name.AsSpan().IndexOfAnyExcept(PlainCharacters) >= 0 ? $"{parent}['{name}']" : parent.Length == 0 ? name : $"{parent}.{name}";

    internal static IEnumerable<(string? Name, int? Index)> Steps(string path)
    {
        var position = 0;
        while (position < path.Length)
        {
            if (path[position] == '.')
            {
                position++;
            }
            else if (path[position] == '[')
            {
                var quoted = position + 1 < path.Length && path[position + 1] == '\'';
                var end = quoted ? path.IndexOf("']", position, StringComparison.Ordinal) : path.IndexOf(']', position);
                if (end < 0)
                {
                    throw new FormatException($"'{path}' is not a path: a bracket is never closed.");
                }

                yield return quoted
                    ? (path[(position + 2)..end], null)
                    : (null, int.Parse(path.AsSpan((position + 1)..end), NumberStyles.None, CultureInfo.InvariantCulture));
                position = end + (quoted ? 2 : 1);
            }
            else
            {
                var length = path.AsSpan(position).IndexOfAny('.', '[');
                var end = length < 0 ? path.Length : position + length;
                yield return (path[position..end], null);
                position = end;
            }
        }
    }

    private static readonly System.Buffers.SearchValues<char> PlainCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-$");
}
