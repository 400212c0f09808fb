using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;

namespace LocalAzure.Deployments.Templates;

/// <summary>Texts of a deployment that must not be shown to anyone.</summary>
internal sealed class SecretTexts(IEnumerable<string> given)
{
    private readonly HashSet<string> texts = new(given, StringComparer.Ordinal);

    public IReadOnlyCollection<string> All => texts;

    public void Add(IEnumerable<string> more) => texts.UnionWith(more);

    /// <summary>All that a list function answers, except for what the keys are called.</summary>
    public void Add(JsonNode? answer)
    {
        switch (answer)
        {
            case JsonObject properties:
                foreach (var (name, value) in properties.Where(property => !property.Key.Equals("name", StringComparison.OrdinalIgnoreCase)))
                    Add(value);
                break;
            case JsonArray items:
                foreach (var item in items)
                    Add(item);
                break;
            default:
                if (Values.IsText(answer, out var text) && text.Length > 0)
                    texts.Add(text);
                break;
        }
    }
}
