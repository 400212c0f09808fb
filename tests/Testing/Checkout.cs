namespace Testing;

/// <summary>The checkout whose build output is running.</summary>
public static class Checkout
{
    /// <summary>The folder that holds <c>Frostline.slnx</c>, found upwards from the test assembly.</summary>
    public static string Root { get; } = Find();

    /// <summary>Where a source file is on this machine: compiled-in paths are relative to the checkout, whatever its place.</summary>
    public static string Locate(string compiledPath) =>
        compiledPath.StartsWith("/_/", StringComparison.Ordinal) ? Path.Combine(Root, compiledPath[3..]) : compiledPath;

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Frostline.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside a checkout: no folder above it has Frostline.slnx.");
    }
}
