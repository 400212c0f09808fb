using Frostline.Bicep.Binding;

namespace Frostline.Bicep;

/// <summary>Reads a Bicep file with all that it needs, checks it, evaluates it and writes it as an ARM template: without a cloud, without a network.</summary>
public static class BicepCompiler
{
    /// <summary>
    /// Compiles a file. Whatever is wrong with it, or with the files it names, is among the diagnostics of the result; nothing is thrown for it.
    /// </summary>
    /// <param name="mainFile">A <c>.bicep</c> file.</param>
    /// <param name="parameterFile">A <c>.bicepparam</c> file for it, or parameters in JSON as the Azure CLI takes them; null when the defaults do.</param>
    /// <param name="options">Null: the type data of this assembly, files of the disk.</param>
    public static Compilation Compile(string mainFile, string? parameterFile = null, CompilerOptions? options = null) =>
        new Compiler(options ?? new CompilerOptions()).Compile(mainFile, parameterFile);
}
