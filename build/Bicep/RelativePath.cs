namespace Frostline.Bicep;

/// <summary>Paths as findings and reports show them.</summary>
internal static class RelativePath
{
    public static string Of(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');
}
