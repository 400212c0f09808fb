using System.Reflection;
using System.Runtime.Loader;

namespace Frostline.Migrations;

/// <summary>
/// Holds the migrations' assembly and what only it needs. EF Core, Npgsql and their extensions are shared with this
/// process: a <c>DbContext</c> of another copy would not be a <c>DbContext</c> here.
/// </summary>
internal sealed class MigrationLoadContext(string assemblyPath) : AssemblyLoadContext(Path.GetFileName(assemblyPath), isCollectible: true)
{
    private static readonly string[] Shared = ["Microsoft.EntityFrameworkCore", "Microsoft.Extensions.", "Npgsql"];

    private readonly AssemblyDependencyResolver resolver = new(assemblyPath);

    /// <summary>Loads a file by its content, so that a build may replace it meanwhile.</summary>
    public Assembly LoadFile(string path)
    {
        using var content = new MemoryStream(File.ReadAllBytes(path));
        return LoadFromStream(content);
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        IsShared(assemblyName) && InHost(assemblyName) is { } shared ? shared
        : resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFile(path)
        : null;

    private static bool IsShared(AssemblyName name) =>
        Shared.Any(prefix => name.Name!.StartsWith(prefix, StringComparison.Ordinal));

    private static Assembly? InHost(AssemblyName wanted)
    {
        Assembly shared;
        try
        {
            shared = Default.LoadFromAssemblyName(new AssemblyName(wanted.Name!));
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        return shared.GetName().Version >= wanted.Version
            ? shared
            : throw new MigrationException(
                $"The migrations were built with {wanted.Name} {wanted.Version}, newer than {shared.GetName().Version} of the pipeline. " +
                "Give the pipeline the same version in Directory.Packages.props.");
    }
}
