using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Frostline.Delivery.Settings;

/// <summary>Makes records of JSON by their properties and constraints. A wrong value is reported and its default stands in.</summary>
/// <param name="errors">Takes what is wrong.</param>
/// <param name="file">What the whole document is called in errors.</param>
internal sealed partial class SettingsBinder(SettingsErrors errors, string file = "pipeline.json")
{
    public T Bind<T>(JsonElement element) => Object(typeof(T), element, "") is T settings ? settings : Activator.CreateInstance<T>();

    private object? Value(Type type, JsonElement element, string path, PropertyInfo property)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return Text(element, path, property.GetCustomAttribute<MatchesAttribute>());
        if (type == typeof(int))
            return Number(element, path, property.GetCustomAttribute<BetweenAttribute>());
        if (type == typeof(double))
            return Fraction(element, path, property.GetCustomAttribute<BetweenAttribute>());
        if (type == typeof(bool))
            return Flag(element, path);
        if (type == typeof(JsonElement))
            return element.Clone();
        if (type == typeof(TimeSpan))
            return Duration(element, path, property.GetCustomAttribute<SecondsAttribute>());
        if (type.IsEnum)
            return Word(type, element, path);
        if (!type.IsGenericType)
            return Object(type, element, path);
        return type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? List(type.GenericTypeArguments[0], element, path, property)
            : Map(type.GenericTypeArguments[1], element, path, property);
    }

    private object? Object(Type type, JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return Wrong(path, element, "is not an object", "Give an object in braces.");
        // Required members that are missing are reported here, so the constructor's own demand for them is passed over.
        var instance = Activator.CreateInstance(type)!;
        var properties = type.GetProperties().Where(Settable).ToDictionary(property => Camel(property.Name));
        var seen = new HashSet<string>();
        foreach (var member in element.EnumerateObject())
        {
            var place = Join(path, member.Name);
            if (!seen.Add(member.Name))
                errors.Add(place, null, "stands twice", "Keep one of them.");
            else if (properties.TryGetValue(member.Name, out var property))
                Set(instance, property, Value(property.PropertyType, member.Value, place, property));
            else if (path.Length > 0 || member.Name != "$schema")
                errors.Add(place, null, "is not a known key", Nearest.Remedy(member.Name, properties.Keys));
        }

        foreach (var (name, property) in properties)
        {
            if (!seen.Contains(name) && property.IsDefined(typeof(RequiredMemberAttribute)))
                errors.Add(Join(path, name), null, "is missing", $"Add it: {Describe(property)}");
        }

        return instance;
    }

    private object? List(Type type, JsonElement element, string path, PropertyInfo property)
    {
        if (element.ValueKind != JsonValueKind.Array)
            return Wrong(path, element, "is not a list", "Give a list in brackets.");
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            // An item that is wrong keeps its place, so that later places are named right.
            list.Add(Value(type, item, $"{path}[{index++}]", property) ?? (type == typeof(string) ? "" : Activator.CreateInstance(type)));
        }

        return list;
    }

    private object? Map(Type type, JsonElement element, string path, PropertyInfo property)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return Wrong(path, element, "is not an object", "Give an object in braces.");
        var map = (IDictionary)Activator.CreateInstance(typeof(OrderedDictionary<,>).MakeGenericType(typeof(string), type))!;
        var keys = property.GetCustomAttribute<KeysAttribute>();
        foreach (var member in element.EnumerateObject())
        {
            var place = Join(path, member.Name);
            if (map.Contains(member.Name))
                errors.Add(place, null, "stands twice", "Keep one of them.");
            else if (keys is not null && !Regex.IsMatch(member.Name, keys.Pattern))
                errors.Add(place, member.Name, keys.Problem, keys.Remedy);
            else if (Value(type, member.Value, place, property) is { } value)
                map[member.Name] = Named(value, member.Name);
        }

        return map;
    }

    private static object Named(object value, string key)
    {
        var name = value.GetType().GetProperties().FirstOrDefault(property => property.IsDefined(typeof(FromKeyAttribute)));
        name?.SetValue(value, key);
        return value;
    }

    private string? Text(JsonElement element, string path, MatchesAttribute? form)
    {
        if (element.ValueKind != JsonValueKind.String)
            return (string?)Wrong(path, element, "is not text", "Give text in quotes.");
        var text = element.GetString()!;
        return form is null || Regex.IsMatch(text, form.Pattern) ? text : (string?)Wrong(path, element, form.Problem, form.Remedy);
    }

    private object? Number(JsonElement element, string path, BetweenAttribute? bounds)
    {
        if (element.ValueKind == JsonValueKind.String)
            return Wrong(path, element, "is text, not a whole number", "Write the number without quotes.");
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out var number))
            return Wrong(path, element, "is not a whole number", bounds is null ? "Give a whole number." : Range(bounds));
        if (bounds is not null && number > bounds.Maximum)
            return Wrong(path, element, $"is more than {bounds.Maximum}", Range(bounds));
        if (bounds is not null && number < bounds.Minimum)
            return Wrong(path, element, $"is less than {bounds.Minimum}", Range(bounds));
        return number;
    }

    private object? Fraction(JsonElement element, string path, BetweenAttribute? bounds)
    {
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetDouble(out var number) || !double.IsFinite(number))
            return Wrong(path, element, "is not a number", "Write a number without quotes.");
        return bounds is null || (number >= bounds.Minimum && number <= bounds.Maximum)
            ? number
            : Wrong(path, element, $"is not within {bounds.Minimum} and {bounds.Maximum}", $"Give a number from {bounds.Minimum} to {bounds.Maximum}.");
    }

    private object? Flag(JsonElement element, string path) => element.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? element.GetBoolean()
        : Wrong(path, element, "is not true or false", "Write true or false without quotes.");

    private object? Duration(JsonElement element, string path, SecondsAttribute? bounds)
    {
        if (element.ValueKind != JsonValueKind.String || !DurationForm().IsMatch(element.GetString()!)
            || !TimeSpan.TryParse(element.GetString(), System.Globalization.CultureInfo.InvariantCulture, out var duration))
            return Wrong(path, element, "is not a duration", "Give hh:mm:ss.");
        if (bounds is null)
            return duration;
        var remedy = $"Give hh:mm:ss from {TimeSpan.FromSeconds(bounds.Minimum):c} to {TimeSpan.FromSeconds(bounds.Maximum):c}.";
        if (duration.TotalSeconds > bounds.Maximum)
            return Wrong(path, element, "is too long", remedy);
        if (duration.TotalSeconds < bounds.Minimum)
            return Wrong(path, element, "is too short", remedy);
        if (bounds.Whole && duration.Ticks % TimeSpan.TicksPerSecond != 0)
            return Wrong(path, element, "has parts of a second", "Give whole seconds: the platform counts in them.");
        return duration;
    }

    private object? Word(Type type, JsonElement element, string path)
    {
        var words = Enum.GetNames(type).ToDictionary(Camel);
        return element.ValueKind == JsonValueKind.String && words.TryGetValue(element.GetString()!, out var name)
            ? Enum.Parse(type, name)
            : Wrong(path, element, "is not one of the words that are known here", Nearest.Remedy(Show(element), words.Keys));
    }

    private object? Wrong(string path, JsonElement element, string problem, string remedy)
    {
        errors.Add(path.Length == 0 ? file : path, Show(element), problem, remedy);
        return null;
    }

    private static void Set(object instance, PropertyInfo property, object? value)
    {
        if (value is not null)
            property.SetValue(instance, value);
    }

    private static bool Settable(PropertyInfo property) =>
        property.CanWrite && !property.IsDefined(typeof(System.Text.Json.Serialization.JsonIgnoreAttribute));

    private static string Describe(PropertyInfo property) =>
        property.GetCustomAttribute<System.ComponentModel.DescriptionAttribute>()?.Description ?? property.Name;

    private static string Range(BetweenAttribute bounds) => bounds.Remedy ?? $"Give a whole number from {bounds.Minimum} to {bounds.Maximum}.";

    private static string Show(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Object => "{…}",
        JsonValueKind.Array => "[…]",
        _ => element.GetRawText(),
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex(@"^(\d+\.)?\d\d:\d\d:\d\d(\.\d{1,7})?$")]
    private static partial Regex DurationForm();
}
