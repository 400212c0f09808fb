using System.Text;
using System.Text.Json;

namespace Frostline.LoadTesting.Scenarios;

/// <summary>Rows to fill in, taken one after the other and again from the start.</summary>
internal sealed class DataFeed(IReadOnlyList<string> columns, IReadOnlyList<string[]> rows)
{
    public IReadOnlyList<string> Columns { get; } = columns;

    public int Count => rows.Count;

    public string Value(long number, string column) => rows[(int)(number % rows.Count)][Columns.Index().First(known => known.Item == column).Index];

    /// <exception cref="InvalidDataException">It is neither CSV nor JSON with rows; says where.</exception>
    public static DataFeed Read(string path) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? FromJson(File.ReadAllBytes(path)) : FromCsv(File.ReadAllText(path));

    private static DataFeed FromJson(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Object))
                throw new InvalidDataException("is not a list of objects");
            List<string> columns = [.. document.RootElement.EnumerateArray().SelectMany(row => row.EnumerateObject()).Select(member => member.Name).Distinct()];
            return new(columns, [.. document.RootElement.EnumerateArray().Select(row => columns.Select(column => row.TryGetProperty(column, out var value) ? value.ToString() : "").ToArray())]);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"is not JSON (line {error.LineNumber + 1})", error);
        }
    }

    private static DataFeed FromCsv(string text)
    {
        var lines = Lines(text);
        if (lines.Count == 0)
            return new([], []);
        var wrong = lines.FindIndex(line => line.Length != lines[0].Length);
        return wrong < 0
            ? new(lines[0], lines[1..])
            : throw new InvalidDataException($"has {lines[wrong].Length} columns in row {wrong + 1} and {lines[0].Length} in its head");
    }

    /// <summary>RFC 4180: commas, quotes doubled inside quotes, line ends inside quotes.</summary>
    private static List<string[]> Lines(string text)
    {
        var (lines, line, field, quoted) = (new List<string[]>(), new List<string>(), new StringBuilder(), false);
        for (var place = 0; place <= text.Length; place++)
        {
            var character = place < text.Length ? text[place] : '\n';
            if (quoted && place < text.Length)
            {
                if (character != '"')
                    field.Append(character);
                else if (place + 1 < text.Length && text[place + 1] == '"')
                    field.Append(text[++place]);
                else
                    quoted = false;
            }
            else if (character == '"')
            {
                quoted = true;
            }
            else if (character is ',' or '\n')
            {
                line.Add(field.ToString().TrimEnd('\r'));
                field.Clear();
                if (character == ',')
                    continue;
                if (line is not [""])
                    lines.Add([.. line]);
                line.Clear();
            }
            else
            {
                field.Append(character);
            }
        }

        return lines;
    }
}
