using System.Text;
using System.Text.Json;
using Frostline.Bicep.Evaluation.Functions;
using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Evaluation;

/// <summary>Parameters as the Azure CLI takes them: a JSON file of values, and of references to secrets of a Key Vault.</summary>
internal sealed class ParametersJson
{
    private readonly Dictionary<string, Given> _given = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Diagnostic> _diagnostics = [];

    private ParametersJson(SourceText source)
    {
        try
        {
            Read(source, Encoding.UTF8.GetBytes(source.Text));
        }
        catch (JsonException invalid)
        {
            _diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, "BCP186", $"The file is not valid JSON: {invalid.Message}", source.Path, (int)(invalid.LineNumber ?? 0) + 1, (int)(invalid.BytePositionInLine ?? 0) + 1, 0));
        }

        if (_diagnostics.Count == 0 && !HasParameters)
        {
            _diagnostics.Add(source.Diagnose(DiagnosticSeverity.Error, "parameters-file", "The file has no \"parameters\". Give an object with a \"value\" or a \"reference\" for each.", default));
        }

        Start = new SourceSpot(source.Path, 1, 1);
    }

    public static bool IsOne(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".jsonc", StringComparison.OrdinalIgnoreCase);

    /// <param name="path">Where it is.</param>
    /// <param name="name">Names it in diagnostics.</param>
    public static ParametersJson Read(string path, string name)
    {
        var file = BicepFile.Read(path, name);
        var json = new ParametersJson(file.Source);
        if (file.Diagnostics.FirstOrDefault(found => found.Code == "BCP091") is { } unreadable)
        {
            json._diagnostics.Clear();
            json._diagnostics.Add(unreadable);
        }

        return json;
    }

    public IReadOnlyDictionary<string, Given> Parameters => _given;

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    public SourceSpot Start { get; }

    private bool HasParameters { get; set; }

    private void Read(SourceText source, byte[] text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var isWithin = false;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth > 2)
            {
                continue;
            }

            if (reader.CurrentDepth == 1)
            {
                HasParameters |= isWithin = reader.ValueTextEquals("parameters");
            }
            else if (isWithin)
            {
                var (line, column) = source.PositionOf(Encoding.UTF8.GetCharCount(text, 0, (int)reader.TokenStartIndex));
                var name = reader.GetString()!;
                reader.Read();
                using var value = JsonDocument.ParseValue(ref reader);
                Take(name, JsonValues.Of(value.RootElement), new SourceSpot(source.Path, line, column));
            }
        }
    }

    private void Take(string name, BicepValue whole, SourceSpot at)
    {
        if (whole["value"] is { } value)
        {
            _given[name] = new Given(new ObjectValue([new BicepMember("value", value)]), value, at);
        }
        else if (whole["reference"] is { } reference)
        {
            _given[name] = new Given(new ObjectValue([new BicepMember("reference", reference)]), new SymbolicValue(name, isSecret: true) { Kind = "string" }, at);
        }
        else
        {
            _diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, "parameters-file", $"The parameter \"{name}\" has neither a \"value\" nor a \"reference\".", at.Path, at.Line, at.Column, name.Length + 2));
        }
    }

    /// <summary>One parameter.</summary>
    /// <param name="Whole">As a deployment takes it.</param>
    /// <param name="Value">What it is worth; symbolic for a secret that only the deployment reads.</param>
    /// <param name="At">Where its name is written.</param>
    internal sealed record Given(ObjectValue Whole, BicepValue Value, SourceSpot At);
}
