using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Frostline.Delivery.Settings;
using Testing;

namespace Pipeline.Tests;

/// <summary>docs/configuration.md names every key of the settings, says of it what the settings records say, and names no other.</summary>
public sealed partial class ConfigurationPageTests
{
    [Fact]
    public void Page_TellsExactlyTheKeysThereAre()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "configuration.md"));
        var told = Row().Matches(page).ToDictionary(row => row.Groups["key"].Value, row => row.Groups["text"].Value.Trim());
        var keys = KeysOf(typeof(PipelineSettings), "").ToDictionary();

        told.Keys.Order().ShouldBe(keys.Keys.Order());
        foreach (var (key, description) in keys)
            told[key].ShouldStartWith(description, Case.Sensitive, key);
    }

    private static IEnumerable<KeyValuePair<string, string>> KeysOf(Type record, string path)
    {
        foreach (var property in record.GetProperties().Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null))
        {
            var key = path + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            yield return new(key, property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? throw new InvalidOperationException($"{key} has no description."));
            var (child, suffix) = Child(property.PropertyType);
            if (child?.Namespace == typeof(PipelineSettings).Namespace && !child!.IsEnum)
                foreach (var below in KeysOf(child, $"{key}{suffix}."))
                    yield return below;
        }
    }

    private static (Type? Type, string Suffix) Child(Type type) => type switch
    {
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) => (type.GetGenericArguments()[1], ".<name>"),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => (type.GetGenericArguments()[0], "[]"),
        _ => (type, ""),
    };

    [GeneratedRegex(@"^\| `(?<key>[^`]+)` \|[^|]*\| (?<text>[^|]+)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
