using Frostline.Bicep;
using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Types;

namespace Bicep.Tests.Evaluation;

/// <summary>A folder with Bicep files for one test.</summary>
internal sealed class Workspace : IDisposable
{
    public static EvaluationContext Context { get; } = new()
    {
        Now = new DateTimeOffset(2030, 1, 31, 12, 0, 0, TimeSpan.Zero),
        SubscriptionId = "11111111-1111-1111-1111-111111111111",
        ResourceGroup = "rg-test",
    };

    public string Folder { get; } = Directory.CreateTempSubdirectory("bicep-").FullName;

    public Workspace With(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public Compilation Compile(string text, string? parameters = null)
    {
        With("main.bicep", text);
        if (parameters is not null)
        {
            With("main.bicepparam", parameters);
        }

        return BicepCompiler.Compile(
            Path.Combine(Folder, "main.bicep"),
            parameters is null ? null : Path.Combine(Folder, "main.bicepparam"),
            new CompilerOptions { Root = Folder, Types = TypeCatalog.Embedded, Today = new DateOnly(2026, 11, 21) });
    }

    /// <summary>Compiles with parameters in JSON.</summary>
    public Compilation CompileJson(string text, string parameters)
    {
        With("main.bicep", text).With("main.parameters.json", parameters);
        return BicepCompiler.Compile(Path.Combine(Folder, "main.bicep"), Path.Combine(Folder, "main.parameters.json"), new CompilerOptions { Root = Folder, Types = TypeCatalog.Embedded });
    }

    public EvaluatedTemplate Evaluate(string text, string? parameters = null) => Compile(text, parameters).Evaluate(Context);

    /// <summary>What the expression is worth, as Bicep text, or the first error.</summary>
    public string Value(string expression, string declarations = "")
    {
        var compilation = Compile($"{declarations}\noutput result any = {expression}\n");
        var template = compilation.Evaluate(Context);
        return template.Diagnostics is [var first, ..] ? first.Message : template.Outputs.Single().Value.ToString();
    }

    /// <summary>What is wrong with a file, one line each: <c>line,column code message</c>.</summary>
    public IEnumerable<string> Problems(string text, string? parameters = null) =>
        Compile(text, parameters).Diagnostics.Select(found => $"{found.Line},{found.Column} {found.Code} {found.Message}");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
