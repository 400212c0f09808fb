using System.Text.Json;
using System.Text.Json.Nodes;
using Frostline.Bicep.Binding;

namespace Frostline.Bicep.Configuration;

/// <summary>A <c>bicepconfig.json</c>: which linter rules are on, how severe they are, and what module aliases stand for.</summary>
internal sealed class BicepConfiguration
{
    public const string FileName = "bicepconfig.json";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    private readonly Dictionary<string, RuleLevel> _levels = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly JsonObject _root;

    private BicepConfiguration(string? path, JsonObject root)
    {
        Path = path;
        _root = root;
    }

    /// <summary>What holds where there is no file.</summary>
    public static BicepConfiguration Default { get; } = new(null, []);

    /// <summary>Null where there is no file.</summary>
    public string? Path { get; }

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>Whether any linter rule runs at all.</summary>
    public bool IsLinterEnabled { get; private init; } = true;

    /// <summary>The file in the folder of a Bicep file, or in the nearest folder above that has one.</summary>
    public static BicepConfiguration Nearest(string bicepFile)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(bicepFile));
        for (; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            var path = System.IO.Path.Combine(folder, FileName);
            if (File.Exists(path)) return Read(path);
        }

        return Default;
    }

    public static BicepConfiguration Read(string path)
    {
        try
        {
            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Broken(path, 1, 1, "BCP272", $"Could not load the Bicep configuration file \"{path}\": {failure.Message}");
        }
    }

    public static BicepConfiguration Parse(string path, string text)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text, documentOptions: Lenient);
        }
        catch (JsonException invalid)
        {
            var (line, column) = ((int)(invalid.LineNumber ?? 0) + 1, (int)(invalid.BytePositionInLine ?? 0) + 1);
            return Broken(path, line, column, "BCP271", $"Failed to parse the contents of the Bicep configuration file \"{path}\" as valid JSON: {invalid.Message}");
        }

        if (root is not JsonObject settings) return Broken(path, 1, 1, "BCP271", $"Failed to parse the contents of the Bicep configuration file \"{path}\": give an object.");
        var core = Child(Child(settings, "analyzers"), "core");
        var configuration = new BicepConfiguration(path, settings) { IsLinterEnabled = !(core?["enabled"] is JsonValue enabled && enabled.TryGetValue(out bool on) && !on) };
        foreach (var (rule, setting) in Child(core, "rules") ?? []) configuration.ReadLevel(rule, setting);
        return configuration;
    }

    /// <summary>How severe a rule is here: as it is by itself unless the file says otherwise; off when the linter is.</summary>
    public RuleLevel LevelOf(string rule, RuleLevel byDefault) => IsLinterEnabled ? _levels.GetValueOrDefault(rule, byDefault) : RuleLevel.Off;

    /// <summary>A number among a rule's settings, as <c>maxAllowedAgeInDays</c>; null when the file does not give it.</summary>
    public int? NumberOf(string rule, string setting) => Setting(rule, setting) is JsonValue value && value.TryGetValue(out int number) ? number : null;

    /// <summary>A word among a rule's settings, as <c>minimumVersion</c>; null when the file does not give it.</summary>
    public string? WordOf(string rule, string setting) => Setting(rule, setting) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>What the file says of rules that there are not, or that are not checked here though they are on.</summary>
    /// <param name="known">The rules there are.</param>
    /// <param name="notChecked">Official rules that are not checked.</param>
    public IEnumerable<Diagnostic> Unknown(IEnumerable<string> known, IReadOnlySet<string> notChecked)
    {
        var ids = known.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (rule, level) in _levels.Where(setting => !ids.Contains(setting.Key) && !(setting.Value == RuleLevel.Off && notChecked.Contains(setting.Key))))
        {
            var meant = Spelling.Suggest(rule, ids);
            yield return notChecked.Contains(rule)
                ? new Diagnostic(DiagnosticSeverity.Info, "rule-not-checked", $"analyzers.core.rules.{rule}: only the official linter checks this rule.", Path!, 1, 1, 0)
                : new Diagnostic(DiagnosticSeverity.Warning, "rule-unknown", $"analyzers.core.rules.{rule}: there is no such rule.{(meant is null ? "" : $" Did you mean \"{meant}\"?")}", Path!, 1, 1, 0);
        }
    }

    /// <summary>A list of words among a rule's settings, as <c>disallowedhosts</c>; null when the file does not give it.</summary>
    public IReadOnlyList<string>? WordsOf(string rule, string setting) =>
        Setting(rule, setting) is JsonArray words ? [.. words.OfType<JsonValue>().Select(word => word.TryGetValue(out string? text) ? text : null).OfType<string>()] : null;

    /// <summary>The registry and path that <c>br/alias:</c> stands for; null for an alias nobody declared.</summary>
    public string? RegistryOf(string alias)
    {
        if (Child(Child(Child(_root, "moduleAliases"), "br"), alias) is not { } found || Text(found, "registry") is not { } registry) return null;
        return Text(found, "modulePath") is { } path ? $"{registry}/{path}" : registry;
    }

    /// <summary>Where the types of an extension are: a path, <c>br:…</c> or <c>builtin:</c>; null for one nobody declared.</summary>
    public string? ExtensionOf(string name) => Child(_root, "extensions") is { } extensions ? Text(extensions, name) : null;

    private JsonNode? Setting(string rule, string setting) => Child(Child(Child(Child(_root, "analyzers"), "core"), "rules"), rule)?[setting];

    private void ReadLevel(string rule, JsonNode? setting)
    {
        if (setting is not JsonObject settings || settings["level"] is not { } level) return;
        if (level is JsonValue value && value.TryGetValue(out string? word) && Enum.TryParse<RuleLevel>(word, ignoreCase: true, out var read) && Enum.IsDefined(read)) _levels[rule] = read;
        else _diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, "BCP271", $"analyzers.core.rules.{rule}.level: '{level}' is not a level. Give off, info, warning or error.", Path!, 1, 1, 0));
    }

    private static BicepConfiguration Broken(string path, int line, int column, string code, string message)
    {
        var configuration = new BicepConfiguration(path, []);
        configuration._diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, code, message, path, line, column, 0));
        return configuration;
    }

    private static JsonObject? Child(JsonObject? parent, string name) => parent?[name] as JsonObject;

    private static string? Text(JsonObject parent, string name) => parent[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
