using System.Text.Json;
using System.Text.RegularExpressions;

namespace Frostline.Delivery.Settings;

/// <summary>Reads the settings file: syntax first, then every value, then what must fit together.</summary>
internal static partial class SettingsFile
{
    public static PipelineSettings Load(string path)
    {
        var full = Path.GetFullPath(path);
        var root = Path.GetDirectoryName(Path.GetDirectoryName(full)) ?? "/";
        using var document = Parse(full, Path.GetRelativePath(root, full));
        var errors = new SettingsErrors();
        var settings = new SettingsBinder(errors).Bind<PipelineSettings>(document.RootElement) with { Root = root };
        new SettingsRules(settings, errors).Check();
        return errors.All.Count == 0 ? settings : throw new SettingsException(errors.All);
    }

    internal static JsonDocument Parse(string path, string name)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException error)
        {
            var place = $"{name}:{error.LineNumber + 1}:{error.BytePositionInLine + 1}";
            var fact = Position().Replace(error.Message, "").TrimEnd('.', ' ');
            throw new SettingsException([new(place, null, $"is not JSON ({fact})", "Correct the syntax there; comments and trailing commas are not allowed.")]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([new(name, null, $"cannot be read ({error.Message.TrimEnd('.')})", "Run the pipeline in a checkout that has this file.")]);
        }
    }

    [GeneratedRegex(@"\s*LineNumber: \d+ \| BytePositionInLine: \d+\.?")]
    private static partial Regex Position();
}
