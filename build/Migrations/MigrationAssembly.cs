using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Frostline.Migrations;

/// <summary>A loaded assembly with migrations, gone again when disposed.</summary>
internal sealed class MigrationAssembly : IDisposable
{
    private readonly MigrationLoadContext loaded;
    private readonly Assembly assembly;
    private readonly Type contextType;

    public MigrationAssembly(MigrationSource source)
    {
        var path = Path.GetFullPath(source.AssemblyPath);
        if (!File.Exists(path))
        {
            throw new MigrationException($"{source.AssemblyPath}: not there. Compile first.");
        }

        loaded = new(path);
        assembly = loaded.LoadFile(path);
        contextType = Choose(ContextTypes(Types(assembly, source)), source);
    }

    /// <param name="connection">Open; null when only the model and the names of its migrations are asked for.</param>
    public DbContext CreateContext(NpgsqlConnection? connection)
    {
        var builder = (DbContextOptionsBuilder)Activator.CreateInstance(typeof(DbContextOptionsBuilder<>).MakeGenericType(contextType))!;
        _ = connection is null
            ? builder.UseNpgsql(postgres => postgres.MigrationsAssembly(assembly))
            : builder.UseNpgsql(connection, postgres => postgres.MigrationsAssembly(assembly));
        builder.EnableServiceProviderCaching(false); // The cache is static: it would hold the assembly for ever.
        return (DbContext)Activator.CreateInstance(contextType, builder.Options)!;
    }

    public void Dispose() => loaded.Unload();

    private static Type[] Types(Assembly assembly, MigrationSource source)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException incomplete) when (incomplete.LoaderExceptions is [FileNotFoundException { FileName: { } missing }, ..])
        {
            throw new MigrationException(
                $"{source.AssemblyPath}: it needs {missing.Split(',')[0]}, which is neither beside it nor part of the pipeline. " +
                "Set CopyLocalLockFileAssemblies in its project, or migrate from its published folder.", incomplete);
        }
    }

    private static List<Type> ContextTypes(Type[] types) =>
    [
        .. types.Where(type =>
            type is { IsAbstract: false, IsGenericType: false }
            && type.IsSubclassOf(typeof(DbContext))
            && type.GetConstructors().Any(TakesOptions)),
    ];

    private static bool TakesOptions(ConstructorInfo constructor) =>
        constructor.GetParameters() is [{ ParameterType: var parameter }] && parameter.IsAssignableTo(typeof(DbContextOptions));

    private static Type Choose(List<Type> contexts, MigrationSource source)
    {
        var names = string.Join(", ", contexts.Select(type => type.FullName));
        if (source.ContextName is { } wanted)
        {
            return contexts.SingleOrDefault(type => type.Name == wanted || type.FullName == wanted)
                ?? throw new MigrationException($"{source.AssemblyPath}: it has no DbContext '{wanted}' that takes its options. There are: {names}.");
        }

        return contexts switch
        {
            [var only] => only,
            [] => throw new MigrationException($"{source.AssemblyPath}: it has no DbContext with a public constructor that takes DbContextOptions."),
            _ => throw new MigrationException($"{source.AssemblyPath}: it has several DbContexts: {names}. Name the one to migrate."),
        };
    }
}
