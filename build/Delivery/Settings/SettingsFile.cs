namespace Frostline.Delivery.Settings;

internal static class SettingsFile
{
    public static PipelineSettings Load(string path) => throw new NotSupportedException(path);
}
